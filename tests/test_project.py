"""The project as a stranger installs it: the wheel, its dependencies, its pins."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
MODULE_OF = {
    "opencv-python-headless": "cv2",
    "pillow": "PIL",
    "python-calamine": "python_calamine",
    "python-docx": "docx",
    "pyyaml": "yaml",
}
SCAN = "pipelines/readers/scan"


def normal(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")


def declared(*extras: str) -> set[str]:
    wanted = [*PROJECT["dependencies"]] + [r for extra in extras for r in PROJECT["optional-dependencies"][extra]]
    return {normal(requirement) for requirement in wanted}


def imported(folder: str, leave_out: str | None = None) -> set[str]:
    names: set[str] = set()
    for path in (ROOT / folder).rglob("*.py"):
        if leave_out is None or ROOT / leave_out not in path.parents:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                    names.add(node.module.split(".")[0])
    return names - set(sys.stdlib_module_names) - {"pipelines", "publish"}


def modules(distributions: set[str]) -> set[str]:
    return {MODULE_OF.get(name, name) for name in distributions}


def test_pipelines_import_nothing_but_the_default_dependencies() -> None:
    assert imported("pipelines", leave_out=SCAN) <= modules(declared())


def test_recognition_imports_nothing_but_its_extra() -> None:
    assert imported(SCAN) <= modules(declared("ocr"))


def test_publish_imports_nothing_but_its_extra() -> None:
    assert imported("publish") <= modules(declared("publish")) | {"markupsafe"}


@pytest.mark.parametrize("extra", ["publish", "ocr", "dev"])
def test_every_dependency_is_pinned(extra: str) -> None:
    pins = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.M)
    assert declared(extra) - {"yusuan"} <= {normal(pin) for pin in pins}


def test_datasette_is_pinned_to_the_stable_line_and_to_an_alpha_for_the_tests_of_the_interface() -> None:
    assert re.search(r"^datasette==0\.65\.\d+$", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.M)
    assert re.search(r"^datasette==1\.\d+a\d+$", (ROOT / "constraints-alpha.txt").read_text(encoding="utf-8"), re.M)


def closure(names: set[str], seen: set[str]) -> Iterator[metadata.Distribution]:
    for name in sorted(names - seen):
        seen.add(name)
        found = metadata.distribution(name)
        yield found
        yield from closure({normal(r) for r in found.requires or [] if "extra ==" not in r and installed(r)}, seen)


def installed(requirement: str) -> bool:
    try:
        metadata.distribution(normal(requirement))
    except metadata.PackageNotFoundError:
        return False
    return True


def test_no_dependency_binds_its_users_by_a_copyleft_licence() -> None:
    copyleft = {
        found.name
        for found in closure(declared("publish"), set())
        if re.search(r"\bA?GPL|GNU (?:Affero )?General Public", licence(found)) and "Artistic" not in licence(found)
    }
    assert not copyleft


def licence(found: metadata.Distribution) -> str:
    """What a distribution declares: the expression, else the name and the classifiers (not a whole licence text)."""
    stated = found.metadata.get("License-Expression") or (found.metadata.get("License") or "").partition("\n")[0]
    classifiers = found.metadata.get_all("Classifier") or []
    return " ".join([stated, *(line for line in classifiers if line.startswith("License"))])


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel in an environment of its own; the dependencies are lent, without the checkout, by the one that runs."""
    folder = tmp_path_factory.mktemp("installation")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = ["wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([*pip, *build], check=True)
    [wheel] = folder.glob("yusuan-*.whl")
    venv.create(folder / "venv", with_pip=False)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([*pip, "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)], check=True)
    [packages] = (folder / "venv" / "lib").glob("*/site-packages")
    (packages / "lent.pth").write_text(sysconfig.get_paths()["purelib"] + "\n", encoding="utf-8")
    return folder


def run(installation: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [str(installation / "venv" / "bin" / "yusuan"), *arguments]
    return subprocess.run(command, cwd=installation, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_wheel_builds_a_package_outside_the_checkout(installation: Path) -> None:
    source = next(path for path in sorted((ROOT / "datapackages").glob("*/raw/*")) if path.is_file())
    done = run(installation, "build", str(source), "-o", "packages")
    assert done.returncode == 0, done.stderr
    [package] = (installation / "packages").glob("*/datapackage.json")
    assert package.parent.name == source.parent.parent.name


@pytest.mark.slow
def test_wheel_carries_the_metadata_and_the_pages_of_the_site(installation: Path) -> None:
    [packages] = (installation / "venv" / "lib").glob("*/site-packages")
    for here, there in (("metadata", "pipelines/metadata"), ("publish", "publish")):
        expected = {p.relative_to(ROOT / here) for p in (ROOT / here).rglob("*") if p.is_file() and p.suffix != ".pyc"}
        assert expected <= {p.relative_to(packages / there) for p in (packages / there).rglob("*")}


@pytest.mark.slow
def test_installed_command_explains_itself(installation: Path) -> None:
    done = run(installation, "--help")
    assert done.returncode == 0
    assert all(command in done.stdout for command in ("build", "inspect", "check", "publish", "serve"))
