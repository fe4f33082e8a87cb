import base64
import hashlib
from pathlib import Path

VENDORED = Path(__file__).parent.parent / "static" / "vendor"


def test_a_vendored_script_is_the_one_its_readme_names():
    scripts = list(VENDORED.glob("*.js"))
    assert scripts
    readme = (VENDORED / "README.md").read_text()
    for script in scripts:
        digest = base64.b64encode(hashlib.sha384(script.read_bytes()).digest()).decode()
        assert f"| {script.name} |" in readme
        assert digest in readme, f"{script.name} is not the file whose hash the README gives"
