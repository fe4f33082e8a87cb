"""Text is edited rich in a real browser, and comes out as the newsroom's own markup."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from liveblog.models import Blog, Post
from tests import factory
from tests.desk.desk import address, log_in
from tests.patience import until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = ".field-body .rich-text"
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
p.MsoNormal {mso-style-parent:""; margin:0cm;}</style></head><body lang=EN-GB>
<!--StartFragment--><p class=MsoNormal style='mso-margin-top-alt:auto'><b><span lang=EN-US
style='font-size:12.0pt;mso-ansi-language:EN-US'>The mayor</span></b> said<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span><![endif]>One<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if
!supportLists]><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;
</span></span><![endif]>Two<o:p></o:p></p><!--EndFragment--></body></html>"""
GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1">
<h2 dir="ltr" style="line-height:1.38;"><span style="font-weight:700;">Water</span></h2>
<p dir="ltr" style="line-height:1.38;margin-top:0pt;"><span style="font-size:11pt;
font-weight:400;">It is </span><span style="font-weight:700;font-style:normal;">rising</span>
<span style="font-style:italic;font-weight:400;"> fast</span></p><br />
<ol style="margin-top:0;"><li dir="ltr" style="list-style-type:decimal;" aria-level="1">
<p dir="ltr" role="presentation"><span style="font-weight:400;">First</span></p></li></ol></b>"""
WEB = """<div class="article"><script>alert(1)</script><style>p { color: red }</style>
<div id="lead" onclick="alert(1)">A <a class="l" href="https://example.org/a" target="_blank">link
</a> and <a href="javascript:alert(1)">none</a></div><img src="https://example.org/pixel.gif">
<h1>Loud</h1><table><tr><td>Left</td><td>Right</td></tr></table>
<blockquote style="color: red">Said</blockquote></div>"""


@pytest.fixture
def go(page: Page, complaints: list[str], live_server: Any) -> Callable[..., Page]:
    """An editor opens a page of the desk, and the editor of text is there."""
    log_in(page.context, live_server.url, factory.admin())

    def goto(where: str, wait_for: str = TEXT) -> Page:
        page.goto(live_server.url + where)
        page.wait_for_selector(wait_for)
        return page

    return goto


@pytest.fixture
def desk(go: Callable[..., Page], blog: Blog) -> Page:
    return go(address("desk", blog))


def edit(go: Callable[..., Page], post: Post, wait_for: str = TEXT) -> Page:
    return go(address("desk_edit", post.blog, post), wait_for)


def typed(page: Page) -> str:
    """What would be sent."""
    return page.input_value("[name=body]")


def paste(page: Page, *, plain: str = "", html: str = "", files: int = 0) -> bool:
    """Whether the paste was taken by somebody."""
    return bool(
        page.evaluate(
            """([selector, plain, html, files]) => {
                const clipboardData = new DataTransfer();
                if (plain) clipboardData.setData("text/plain", plain);
                if (html) clipboardData.setData("text/html", html);
                for (let i = 0; i < files; i++) clipboardData.items.add(new File(["-"], "a.png"));
                const how = { clipboardData, bubbles: true, cancelable: true };
                const text = document.querySelector(selector);
                text.focus();
                return !text.dispatchEvent(new ClipboardEvent("paste", how));
            }""",
            [TEXT, plain, html, files],
        )
    )


def send(page: Page) -> None:
    """The sheet's shortcut; the newsroom has answered, and the page shows it."""
    with page.expect_response(lambda answer: answer.status == 302):
        page.keyboard.press("Control+Enter")
    page.get_by_text("Sending").wait_for(state="hidden")


def published(page: Page, blog: Blog) -> Post:
    send(page)
    return blog.posts.published().get()


def test_bold_words_and_a_list_are_published_as_such(desk: Page, blog: Blog):
    desk.click(TEXT)
    desk.keyboard.type("It is ")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("rising")
    desk.keyboard.press("Control+b")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Bulleted list").click()
    desk.keyboard.type("One")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Two")
    body = published(desk, blog).body
    assert body == "<p>It is <strong>rising</strong></p><ul><li>One</li><li>Two</li></ul>"


def test_plain_paragraphs_are_sent_as_plain_text(desk: Page, blog: Blog):
    desk.click(TEXT)
    desk.keyboard.type("Turnout: 5 > 4 & more")
    desk.keyboard.press("Shift+Enter")
    desk.keyboard.type("a line")
    desk.keyboard.press("Enter")
    desk.keyboard.type("A paragraph")
    assert typed(desk) == "Turnout: 5 > 4 & more\na line\n\nA paragraph"
    body = published(desk, blog).body
    assert body == "<p>Turnout: 5 &gt; 4 &amp; more<br>a line</p>\n<p>A paragraph</p>"


def test_what_looks_like_a_tag_stays_words(desk: Page, blog: Blog):
    desk.click(TEXT)
    desk.keyboard.type("<b>Bold</b> & <50%")
    assert published(desk, blog).body == "<p>&lt;b&gt;Bold&lt;/b&gt; &amp; &lt;50%</p>"


@pytest.mark.parametrize(
    "body",
    [
        "Plain.\n\nAnd more\nlines.",
        "<p>With a <a href='https://example.org/'>link</a> and <strong>force</strong></p>",
        "<blockquote lang='de'>Gesagt</blockquote><ul><li>One<ul><li>Two</li></ul></li></ul>",
        "<p lang='fr' dir='ltr'>Bon <s>soir</s> <q lang='de'>so</q> <cite>Ann</cite></p>",
    ],
)
def test_a_text_nobody_touched_is_not_written_again(go: Callable[..., Page], blog: Blog, body: str):
    post = factory.post(blog, "Before", body=body)
    stored, shown = post.body, post.revisions.count()
    page = edit(go, post)
    given = page.evaluate("document.querySelector('[name=body]').defaultValue")
    page.click(TEXT)
    page.keyboard.type("x")
    assert typed(page) != given
    page.keyboard.press("Backspace")
    assert typed(page) == given
    send(page)
    post.refresh_from_db()
    assert post.body == stored
    assert post.revisions.count() == shown


def test_an_edit_loses_no_language_and_no_quotation(go: Callable[..., Page], blog: Blog):
    words = "Gesagt, <q lang='fr'>oui</q> <cite>Ann</cite>"
    post = factory.post(blog, body=f"<blockquote lang='de'>{words}</blockquote><p>A</p>")
    page = edit(go, post)
    page.click(f"{TEXT} > p")
    page.keyboard.press("End")
    page.keyboard.type("nd so")
    send(page)
    post.refresh_from_db()
    said = 'Gesagt, <q lang="fr">oui</q> <cite>Ann</cite>'
    assert post.body == f'<blockquote lang="de"><p>{said}</p></blockquote><p>And so</p>'


def test_what_the_editor_cannot_hold_stays_a_plain_textarea_and_says_so(
    go: Callable[..., Page], blog: Blog
):
    post = factory.post(blog, body="<p><q>One <q lang='fr'>deux</q></q></p>")
    page = edit(go, post, ".field-body .field-help")
    assert page.locator("[name=body]").is_visible()
    assert page.locator(TEXT).count() == 0
    assert "editor would lose" in page.inner_text(".field-body")


@pytest.mark.parametrize(
    ("html", "body"),
    [
        (WORD, "<p><strong>The mayor</strong> said</p><ul><li>One</li><li>Two</li></ul>"),
        (
            GOOGLE,
            "<h3>Water</h3><p>It is <strong>rising</strong> <em>fast</em></p>"
            "<ol><li>First</li></ol>",
        ),
        (
            WEB,
            '<p>A <a href="https://example.org/a" rel="noopener noreferrer">link </a>and none</p>'
            "<h3>Loud</h3><p>Left Right</p><blockquote><p>Said</p></blockquote>",
        ),
    ],
    ids=["Word", "Google Docs", "a web page"],
)
def test_a_paste_comes_out_clean(desk: Page, blog: Blog, html: str, body: str):
    desk.click(TEXT)
    assert paste(desk, plain="-", html=html)
    assert published(desk, blog).body == body


def test_plain_text_is_pasted_with_its_paragraphs(desk: Page):
    desk.click(TEXT)
    paste(desk, plain="One <b>\r\nline\r\n\r\nTwo")
    assert typed(desk) == "<p>One &lt;b&gt;<br>line</p><p>Two</p>"


def select(page: Page, keys: str, words: str) -> None:
    """Press `keys`, and wait until the browser has told the editor: it does so a moment later."""
    page.evaluate(
        """() => document.addEventListener(
            "selectionchange", () => { window.selectedNow = String(getSelection()); }
        )"""
    )
    page.keyboard.press(keys)
    until(page, "words => window.selectedNow?.trim() === words", words)


def test_words_become_a_link(desk: Page, blog: Blog):
    desk.click(TEXT)
    desk.keyboard.type("Read this")
    select(desk, "Control+Shift+ArrowLeft", "this")
    desk.keyboard.press("Control+k")
    desk.keyboard.type("javascript:alert(1)")
    desk.keyboard.press("Enter")
    assert "whole address" in desk.inner_text(".rich-wrong")
    assert blog.posts.count() == 0
    desk.fill(".rich-address", "example.org/page")
    desk.keyboard.press("Enter")
    desk.keyboard.type(" now")
    link = '<a href="https://example.org/page" rel="noopener noreferrer">this</a>'
    assert published(desk, blog).body == f"<p>Read {link} now</p>"


def test_a_link_is_taken_away_again(go: Callable[..., Page], blog: Blog):
    body = "<p>See <a href='https://example.org/'>there</a></p>"
    page = edit(go, factory.post(blog, body=body))
    page.click(f"{TEXT} a")
    page.get_by_role("button", name="Link", exact=True).first.click()
    assert page.input_value(".rich-address") == "https://example.org/"
    page.get_by_role("button", name="Remove link").click()
    assert typed(page) == "See there"


def test_an_address_pasted_over_words_links_them_and_alone_stays_words(
    page: Page, go: Callable[..., Page], blog: Blog
):
    # Who makes an embed of an address has tests of its own: test_links_in_a_browser.py.
    page.route("**/desk/links.js", lambda route: route.abort())
    go(address("desk", blog)).click(TEXT)
    paste(page, plain="https://example.org/1", html="<a href='https://example.org/1'>One</a>")
    assert typed(page) == "https://example.org/1"
    page.keyboard.press("Control+a")
    page.keyboard.type("Words")
    select(page, "Control+a", "Words")
    paste(page, plain="https://example.org/2")
    assert typed(page) == '<a href="https://example.org/2">Words</a>'


def test_a_pasted_picture_reaches_who_takes_pictures_and_leaves_no_trace(desk: Page):
    desk.evaluate(
        """document.addEventListener("paste", (event) => {
            document.body.dataset.files = event.clipboardData.files.length;
            document.body.dataset.taken = event.defaultPrevented;
        })"""
    )
    assert paste(desk, files=1)
    assert desk.evaluate("[document.body.dataset.files, document.body.dataset.taken]") == [
        "1",
        "false",
    ]
    assert typed(desk) == ""


def test_a_value_set_from_outside_is_shown_and_each_edit_is_said(desk: Page):
    desk.evaluate(
        """() => {
            const body = document.querySelector("[name=body]");
            body.value = "Back <strong>again</strong>";
            body.dispatchEvent(new Event("change", { bubbles: true }));
            document.addEventListener("input", ({ target }) => {
                if (target === body) document.body.dataset.said = target.value;
            });
        }"""
    )
    desk.wait_for_selector(f"{TEXT} strong")
    desk.click(TEXT)
    desk.keyboard.press("Control+End")
    desk.keyboard.type("!")
    assert desk.evaluate("document.body.dataset.said") == "Back <strong>again!</strong>"


def test_whoever_focuses_the_textarea_is_in_the_editor(desk: Page):
    desk.click("label[for=id_body]")
    desk.keyboard.type("From the label")
    assert typed(desk) == "From the label"
    desk.fill("[name=body]", "Anew")
    assert typed(desk) == "Anew"


def test_tab_goes_from_the_headline_to_the_words(desk: Page):
    desk.get_by_label("Headline").click()
    desk.keyboard.press("Tab")
    desk.keyboard.type("Two dead in quake")
    assert desk.input_value("[name=body]") == "Two dead in quake"


def test_the_tools_are_one_stop_on_the_way_and_arrows_go_along_them(desk: Page):
    desk.click(TEXT)
    desk.keyboard.press("Tab")
    focused = "document.activeElement.ariaLabel"
    assert desk.evaluate(focused) == "Bold"
    desk.keyboard.press("ArrowRight")
    assert desk.evaluate(focused) == "Italic"
    desk.keyboard.press("End")
    assert desk.evaluate(focused) == "Sub-heading"
    desk.keyboard.press("Enter")
    desk.keyboard.type("Heading")
    assert typed(desk) == "<h3>Heading</h3>"
    assert desk.get_by_role("button", name="Sub-heading").get_attribute("aria-pressed") == "true"


def test_a_textarea_that_comes_later_is_rich_and_one_that_goes_leaves_nothing(desk: Page):
    desk.evaluate(
        """() => {
            const field = document.querySelector(".field-body");
            const fresh = document.createElement("div");
            fresh.className = "field field-body";
            fresh.innerHTML = '<label for="id_body">Text</label>' +
                '<textarea id="id_body" name="body" data-rich>New</textarea>';
            field.replaceWith(fresh);
        }"""
    )
    desk.wait_for_selector(f"{TEXT} >> text=New")
    assert desk.locator(TEXT).count() == 1


def test_the_corrections_page_is_rich_too(go: Callable[..., Page], blog: Blog):
    post = factory.post(blog, "Twelve", body="<p>Twelve <em>or so</em></p>")
    page = go(address("desk_correct", blog, post))
    assert page.locator(f"{TEXT} em").inner_text() == "or so"


def test_without_the_editors_library_the_textarea_is_left(
    page: Page, go: Callable[..., Page], blog: Blog, complaints: list[str]
):
    page.route("**/vendor/prose-editor-*", lambda route: route.abort())
    go(address("desk", blog), "[name=body]")
    page.wait_for_timeout(300)
    assert page.locator("[name=body]").is_visible()
    page.fill("[name=body]", "Plain")
    assert published(page, blog).body == "<p>Plain</p>"


def test_without_javascript_the_textarea_posts(new_context: Any, live_server: Any, blog: Blog):
    context = new_context(java_script_enabled=False)
    log_in(context, live_server.url, factory.admin())
    page = context.new_page()
    page.goto(live_server.url + address("desk", blog))
    page.fill("[name=body]", "Plain")
    page.get_by_role("button", name="Publish", exact=True).click()
    assert blog.posts.get().body == "<p>Plain</p>"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(desk: Page, width: int, scheme: Any):
    desk.set_viewport_size({"width": width, "height": 900})
    desk.emulate_media(color_scheme=scheme)
    desk.click(TEXT)
    desk.keyboard.press("Control+k")
    desk.keyboard.press("Enter")
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}
    found = Axe().run(desk, context=".field-body", options=options).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []
    assert desk.evaluate("document.documentElement.scrollWidth") <= width
    smallest = desk.evaluate(
        "Math.min(...[...document.querySelectorAll('.rich-tools button')]"
        ".map((each) => each.getBoundingClientRect().height))"
    )
    assert smallest >= (44 if width == 390 else 36)
