"""What a student wrote is shown to others, and never runs in their browser."""

from __future__ import annotations

import base64
import copy
import json
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import markdown2html_mistune
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output, new_raw_cell
from playwright.sync_api import Page, expect
from traitlets.config import Config

from coursekit.nbgrader import FeedbackPage
from coursekit.notebooks.harmless import harmless_notebook, harmless_outputs
from coursekit.notebooks.html import harmless_html, page_html
from coursekit.notebooks.markdown import harmless_markdown, render, verbatim
from coursekit.notebooks.marks import fill, grade_id
from coursekit.notebooks.read import read_notebook
from coursekit.notebooks.text import harmless_text, plain_name

from ..course import test_formgrader as formgrader
from ..helpers import RIGHT, ROOT, TOY, build_toy, new_toy, run

address, browser, outside, page = (
    formgrader.address,
    formgrader.browser,
    formgrader.outside,
    formgrader.page,
)
in_a_browser = pytest.mark.skipif(formgrader.CHROMIUM is None, reason="`make system` installs chromium")

EVIL = "http://evil.example"
# `pwn` is what the tests listen for.
HTML = [
    "<script>pwn(1)</script>",
    f"<script src={EVIL}/x.js></script>",
    "<img src=x onerror=pwn(3)>",
    "<img src=x:x oNeRrOr = 'pwn(4)'>",
    "<svg onload=pwn(5)>",
    "<svg><script>pwn(6)</script></svg>",
    "<svg><foreignObject><iframe srcdoc='<script>parent.pwn(7)</script>'></iframe></foreignObject></svg>",
    "<svg><animate onbegin=pwn(8) attributeName=x dur=1s></svg>",
    f"<svg><image href='{EVIL}/9.png'/><use href='{EVIL}/9.svg#x'/></svg>",
    "<math><mi//xlink:href='data:x,<script>pwn(10)</script>'>",
    "<math href='javascript:pwn(11)'><mi>x</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=pwn(12)&gt;'>",
    "<math><annotation-xml encoding='text/html'><img src=1 onerror=pwn(13)></annotation-xml></math>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=pwn(14)>\">",
    "<noscript><p title=\"</noscript><img src=x onerror=pwn(15)>\">",
    "<template><img src=x onerror=pwn(16)></template>",
    "<textarea><p title='</textarea><img src=x onerror=pwn(17)>'>",
    "<title><a title='</title><img src=x onerror=pwn(18)>'>",
    "<xmp><p title='</xmp><img src=x onerror=pwn(19)>'></xmp>",
    "<!--><img src=x onerror=pwn(20)>-->",
    "<!-- --!><img src=x onerror=pwn(21)> -->",
    "<![CDATA[<img src=x onerror=pwn(22)>]]>",
    "<iframe srcdoc='<script>parent.pwn(23)</script>'></iframe>",
    f"<iframe src='{EVIL}/24'></iframe>",
    "<iframe src='javascript:parent.pwn(25)'></iframe>",
    "<object data='data:text/html,<script>pwn(26)</script>'></object>",
    f"<embed src='{EVIL}/27.swf'>",
    f"<base href='{EVIL}/'>",
    f"<meta http-equiv=refresh content='0;url={EVIL}/29'>",
    f"<link rel=stylesheet href='{EVIL}/30.css'>",
    f"<style>@import '{EVIL}/31.css'; body {{ display: none }}</style>",
    f"<p style=\"background:url({EVIL}/32.png)\">x</p>",
    f"<p style=\"back\\67round-color:red;content:u\\72l('{EVIL}/33.png')\">x</p>",
    "<p style='position:fixed;top:0;left:0;width:100vw;height:100vh;z-index:99999'>cover</p>",
    "<p style='margin-top:-900px'>cover</p>",
    f"<form action='{EVIL}/36'><button autofocus onfocus=pwn(36)>x</button></form>",
    "<input autofocus onfocus=pwn(37)>",
    "<select autofocus onfocus=pwn(38)></select>",
    "<details open ontoggle=pwn(39)><summary>x</summary></details>",
    "<video><source onerror=pwn(40)></video>",
    f"<video poster='{EVIL}/41.png'></video>",
    "<audio src=x onerror=pwn(42)></audio>",
    f"<img srcset='{EVIL}/43.png 1x'>",
    f"<picture><source srcset='{EVIL}/44.png'><img src='{EVIL}/44.png'></picture>",
    "<img src='//evil.example/45.png'><img src='\\\\evil.example\\45.png'>",
    f"<table background='{EVIL}/46.png'><tr><td background='{EVIL}/46.png'>x</table>",
    "<a href='javascript:pwn(47)'>x</a>",
    "<a href='jav&#x09;ascript:pwn(48)'>x</a>",
    "<a href=' &#14; javascript:pwn(49)'>x</a>",
    "<a href='java\nscript:pwn(50)'>x</a>",
    "<a href='data:text/html,<script>pwn(51)</script>'>x</a>",
    "<a href='vbscript:pwn(52)'>x</a>",
    "<a href='files/javascript:pwn(53)'>x</a>",
    "<img src='files//evil.example/54.png'>",
    f"<a href='x' ping='{EVIL}/55'>x</a>",
    "<a class='full-credit' data-toggle='tooltip' data-link='x' id='test_slide'>Full credit</a>",
    "<div class='modal-backdrop in navbar-fixed-top'></div>",
    "<marquee onstart=pwn(58)>x</marquee>",
    "<body onload=pwn(59)>",
    "<x onpointerrawupdate=pwn(60) style='animation-name:x' onanimationend=pwn(60)>x</x>",
    "<isindex type=image src=1 onerror=pwn(61)>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwn(62)>",
    "<div><svg><desc><noscript></noscript><img src=x onerror=pwn(63)></desc></svg></div>",
    "<pre class=mermaid>graph LR; A[<img src=x onerror=pwn(64)>]</pre>",
]  # fmt: skip
# Each tries to lie over what is beside it.
COVERING = [
    f"<a href='{EVIL}/700' style='font-size:1500px;line-height:1;color:transparent'>cover</a>",
    f"<a href='{EVIL}/701' style='font-size:39px;line-height:0.01'>cover<br>cover<br>cover<br>cover</a>",
    f"<a href='{EVIL}/702' style='padding:900px;border:900px solid transparent'>cover</a>",
    f"<a href='{EVIL}/703' style='display:inline-block;vertical-align:-900px;margin:-500px'>cover</a>",
    f"<a href='{EVIL}/704'>{'<span style=font-size:1.9em>' * 12}cover</a>",
    f"<a href='{EVIL}/705'>{'<span style=font-size:200%>' * 12}cover</a>",
    f"<a href='{EVIL}/706'>{'<sup style=font-size:39px>' * 60}cover</a>",
    f"<a href='{EVIL}/707'>{'<sub><span style=font-size:39px>' * 60}cover</a>",
    f"<a href='{EVIL}/708'>{'<h1><div>' * 8}cover</a>",
    f"<div style='height:1px;line-height:1'><a href='{EVIL}/709'>{'cover<br>' * 60}</a></div>",
    "<table style='display:inline-table;height:1px'><tr style='height:1px'><td>cover<br>cover</td></tr></table>",
    "<div style='width:1px;white-space:nowrap;margin:0 0 0 900em'>cover</div>",
    "<p style='padding:1%;margin-bottom:-9em;position:relative;top:-300px'>cover</p>",
    "<p style='transform:translate(0,-300px) scale(40);float:left;position:sticky'>cover</p>",
    "<p style='margin:calc(-900px);width:max(9000px,100vw);font:900px serif'>cover</p>",
    "<math><mpadded voffset='900px' height='0' depth='0' width='0'><mtext>cover</mtext></mpadded></math>",
    "<math><mpadded voffset='-900px' lspace='-900px'><mtext>cover</mtext></mpadded></math>",
    f"<math>{'<mpadded voffset=1em height=0 depth=0>' * 90}<mtext>cover</mtext></math>",
    "<math><mspace width='-900px' height='-900px'/><mtext>cover</mtext><mspace depth='9000px'/></math>",
    "<math><mstyle mathsize='900px'><mtext>cover</mtext></mstyle></math>",
    f"<math>{'<mstyle scriptlevel=-9 mathsize=2.4em>' * 9}<mtext>cover</mtext></math>",
    "<math><mo stretchy='true' minsize='900em'>(</mo><mfrac linethickness='900px'><mi>a</mi><mi>b</mi></mfrac></math>",
    "<img width='90000' height='90000' src='data:image/gif;base64,R0lGODlhAQABAAAAACw='>",
    "<a href='ht\ntp://evil.example/720'>x</a><a href='java\nscript:pwn(720)'>x</a>",
    "<a href='http\t://evil.example/721'>x</a><a href='\x01http://evil.example/721'>x</a>",
]  # fmt: skip
MARKDOWN = [
    *HTML,
    "[x](javascript:pwn(100))",
    "[x](JaVaScRiPt:pwn(101))",
    "[x](&#x6A;avascript:pwn(102))",
    "[x](<java\tscript:pwn(103)>)",
    "[x][y]\n\n[y]: javascript:pwn(104)",
    "<javascript:pwn(105)>",
    "![x](javascript:pwn(106))",
    f"![x]({EVIL}/107.png)",
    f"![x][y]\n\n[y]: {EVIL}/108.png",
    "![x](data:text/html;base64,PHNjcmlwdD5wd24oMTA5KTwvc2NyaXB0Pg==)",
    '![x](y "\\" onerror=pwn(110) a=\\"")',
    "![\" onerror=pwn(111) x=\"](x)",
    "[x](x'onmouseover=pwn(112)//)",
    "[x](files/javascript:pwn(113))",
    "![x](attachment:missing.png)",
    "![x](attachment:evil.png)",
    "```mermaid\n<img src=x onerror=pwn(116)>\n```",
    "```<img/src=x/onerror=pwn(117)>\nx\n```",
    "$$</span><img src=x onerror=pwn(118)>$$",
    "$\\text{<svg/onload=pwn(119)>}$",
    "$\\text{``{}``}$\n\n<img src=x onerror=pwn(120)>",
    "$\\href{javascript:pwn(121)}{x}$ and $\\style{background:url(http://evil.example/121)}{x}$",
    "\\begin{a}<img src=x onerror=pwn(122)>\\end{a}",
    "# <img src=x onerror=pwn(123)>",
    "| a | b |\n|---|---|\n| <img src=x onerror=pwn(124)> | x |",
    "- [ ] <img src=x onerror=pwn(125)>",
    "````\n```\n<img src=x onerror=pwn(126)>",
    "<details open ontoggle=pwn(127)>\n<summary>x</summary>\n\ntext\n\n</details>",
    "[logout](/logout) ![](/hub/logout)",
    "[mine](evil.html)",
    "lone surrogate \ud800 <img src=x onerror=pwn(130)>",
    "[" * 30_000 + "<img src=x onerror=pwn(131)>",
]  # fmt: skip
PRINTED = [
    "<img src=x onerror=pwn(200)>",
    "\x1b[31m<script>pwn(201)</script>\x1b[0m",
    "\x1b[38m",
    "\x1b]0;x\x07",
]
PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
BUNDLES: list[dict[str, Any]] = [
    {"application/javascript": "pwn(300)"},
    {"application/pdf": "pwn(301)", "text/plain": "a page"},
    {"application/vnd.jupyter.widget-view+json": {"model_id": "x</script><script>pwn(302)</script>"}},
    {"application/vnd.plotly.v1+json": {"data": []}},
    {"image/png": '"><img src=x onerror=pwn(304)>'},
    {"image/png": base64.b64encode(b"<script>pwn(305)</script>").decode()},
    {"image/svg+xml": f"<svg xmlns='http://www.w3.org/2000/svg' onload='pwn(306)'><script>pwn(306)</script><image href='{EVIL}/306'/></svg>"},
    {"image/svg+xml": "</div><script>pwn(307)</script>"},
    {"text/latex": "</div><script>pwn(308)</script>"},
    {"text/latex": "$\\text{<img src=x onerror=pwn(309)>}$"},
    {"text/vnd.mermaid": "<img src=x onerror=pwn(310)>"},
    {"text/x-unknown": "<script>pwn(311)</script>", "text/plain": "<script>pwn(311)</script>"},
]  # fmt: skip
METADATA = {
    "image/png": {"width": "1 onerror=pwn(320)", "height": 7, "alt": '"><script>pwn(320)</script>'},
    "text/html": {"isolated": True},
    "filenames": {"image/png": f"{EVIL}/320.png"},
}

NICE_MARKDOWN = """### A heading

| a | b |
|---|--:|
| 1 | `x < y` |

Some **bold** text, a < b, [a link](https://d2l.ai), $x^2 < y$, H<sub>2</sub>O and

<details><summary>more</summary>

- [x] done

</details>

```python
print("code")
```

<div class="alert alert-info">noted</div>

<table><tr><td style="color: red">by hand</td></tr></table>"""
PANDAS = """<div><style scoped>.dataframe tbody tr th { vertical-align: top; }</style>
<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>loss</th></tr></thead>
<tbody><tr><th>0</th><td>0.25</td></tr></tbody></table></div>"""


def code(*lines: str) -> NotebookNode:
    """Return a code cell."""
    return new_code_cell("\n".join(lines))


def hostile() -> NotebookNode:
    """Return a notebook of the small course with every vector in every place that takes it."""
    notebook = fill(read_notebook(TOY / "source/toy/01_toy.ipynb"), {})
    attachments = {"evil.png": {"image/png": '"><img src=x onerror=pwn(400)>', "text/html": "<script>"}}
    attachments['"><script>pwn(401)</script>'] = {"image/png": PNG}
    for text in MARKDOWN + COVERING:
        notebook.cells.append(new_markdown_cell(text, attachments=attachments))
        notebook.cells.append(new_raw_cell(text, metadata={"raw_mimetype": "text/html"}))
    notebook.cells.append(
        code("from IPython.display import HTML, Latex, Markdown, display", "from base64 import b64decode")
    )
    for show, texts in (("HTML", HTML + COVERING), ("Markdown", MARKDOWN + COVERING), ("Latex", HTML)):
        notebook.cells.append(code(f"for text in {texts!r}:", f"    display({show}(text))"))
    notebook.cells += [code(f"print({text!r})") for text in PRINTED]
    notebook.cells += [code(f"import sys; print({text!r}, file=sys.stderr)") for text in PRINTED]
    bundles = [*BUNDLES, {"image/png": PNG}, {"text/html": HTML[2]}]
    showing = f"    display(bundle, raw=True, metadata={METADATA!r})"
    notebook.cells.append(code(f"for bundle in {bundles!r}:", showing))
    named = "type('<img src=x onerror=pwn(410)>', (Exception,), {})"
    notebook.cells.append(code(f"raise {named}('<script>pwn(411)</script>')"))
    for cell in notebook.cells:
        name = grade_id(cell)
        if name == "slide":
            cell.source = f"def slide(x, k):\n    raise {named}('<script>pwn(412)</script>')"
        if name == "size":
            cell.source = "def size(n, k):\n    return '<img src=x onerror=pwn(413)>'"
        cell.metadata["tags"] = ['"><script>pwn(414)</script>', "x onclick=pwn(414)"]
        cell.metadata["magics_language"] = '"><script>pwn(415)</script>'
        cell.metadata["coursekit"] = [{"title": "<script>pwn(416)</script>"}]
    notebook.metadata["title"] = "</title><script>pwn(417)</script>"
    notebook.metadata["coursekit"] = "nothing that can be read"
    notebook.metadata["language_info"] = {"name": '"><script>pwn(418)</script>'}
    state = {"version_major": 2, "state": {"x": "</script><script>pwn(419)</script>"}}
    notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": state}
    return notebook


def nice() -> NotebookNode:
    """Return a notebook of the small course with what a student shows in good faith."""
    notebook = fill(read_notebook(TOY / "source/toy/01_toy.ipynb"), RIGHT)
    picture = {"dot.png": {"image/png": PNG}}
    notebook.cells += [
        new_markdown_cell(NICE_MARKDOWN),
        new_markdown_cell("![dot](attachment:dot.png)", attachments=picture),
        code("%matplotlib inline", "plt.figure(figsize=(2, 1)); plt.plot([1, 3, 2]); plt.show()"),
        code("from IPython.display import HTML, Latex, Markdown, SVG, display"),
        code("plt.figure(figsize=(2, 1)); plt.plot([3, 1, 2]); plt.savefig('a.svg'); plt.close()"),
        code("display(SVG('a.svg'))"),
        code(f"display(HTML({PANDAS!r}))"),
        code("display(Latex('$\\\\frac{1}{n} < 1$'))", "display(Markdown('**bold** $y^3$'))"),
        code("print('\\x1b[31mred\\x1b[0m a < b')"),
        code("1 / 0"),
    ]
    return notebook


def write(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook as anybody's editor could, valid or not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook))


@pytest.fixture(scope="module")
def classroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the small course, graded, with a hostile student, a nice one and one with a damaged file."""
    root = new_toy(tmp_path_factory.mktemp("harmless") / "course")
    build_toy(root)
    write(hostile(), root / "submitted/mallory/toy/01_toy.ipynb")
    write(nice(), root / "submitted/nia/toy/01_toy.ipynb")
    damaged = root / "submitted/otto/toy/01_toy.ipynb"
    damaged.parent.mkdir(parents=True)
    damaged.write_text("<img src=x onerror=pwn(500)>\x1b[31m")
    run(root, "coursekit", "grade", "toy")
    return root


# --- in a real browser ------------------------------------------------------------------------

LISTEN = "window.pwn = n => { window.pwned = true; console.log('PWNED ' + n); }; window.alert = n => pwn('alert' + n);"
LEFT = """container => {
    const found = [];
    for (const element of container.querySelectorAll('*')) {
        if (element.matches('main > .back > a')) continue;  // the kit's own, to the cover
        if (/^(script|iframe|object|embed|form|base|meta|link|style|svg|video|audio|source)$/i.test(element.tagName))
            found.push(element.outerHTML.slice(0, 200));
        for (const {name, value} of element.attributes) {
            const url = /^(href|src|action|xlink:href|data)$/.test(name);
            if (/^on|^srcset|^ping|^data-(toggle|link)/.test(name)
                || url && !/^(#|https?:|mailto:|data:image\\/)/i.test(value)
                || name == 'src' && !value.startsWith('data:image/')
                || name == 'style' && /url|fixed|absolute|-\\d/.test(value))
                found.push(element.tagName + ' ' + name + '=' + value.slice(0, 200));
        }
    }
    return found;
}"""


class Watch:
    """What a page ran, and whom it asked for something."""

    def __init__(self, page: Page):
        self.ran: list[str] = []
        self.asked: list[str] = []
        page.add_init_script(LISTEN)
        page.on("console", lambda message: self.ran.append(message.text) if "PWNED" in message.text else None)
        page.on("dialog", lambda dialog: (self.ran.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.asked.append(request.url))

    def asked_outside(self) -> list[str]:
        """Return the addresses that are neither the page's own nor its pictures', nor nbconvert's scripts."""
        known = ("file:", "data:", "blob:", "http://127.0.0.1", f"https://{formgrader.MATHJAX}/")
        return [url for url in self.asked if not url.startswith(known)]


BESIDE = re.compile(r"(?:IMG src|A href)=[\w.-]+")


def look(page: Page, html: str, folder: Path, container: str, *, beside: bool = False) -> Watch:
    """Open a page from a file, and return what happened; nothing active may be left in its `container`.

    Files `beside` the page may be named there, as the instructor's own text does.
    """
    watch = Watch(page)
    path = folder / "page.html"
    path.write_text(html)
    page.goto(path.as_uri(), wait_until="load")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    left = page.locator(container).first.evaluate(LEFT)
    assert [what for what in left if not (beside and BESIDE.fullmatch(what))] == []
    return watch


def as_formgrader(root: Path, **config: Any) -> HTMLExporter:
    """Return the exporter that Formgrader makes, with the settings of the course."""
    from nbgrader.server_extensions.formgrader import handlers

    own = Config()
    namespace = {"get_config": lambda: own, "__file__": str(root / "course_config.py")}
    exec((root / "course_config.py").read_text(), namespace)
    own.HTMLExporter.template_name = "formgrade"
    own.HTMLExporter.extra_template_basedirs = [handlers.template_path]
    return HTMLExporter(config=own)


PLACE = {"assignment_id": "toy", "notebook_id": "01_toy", "submission_id": "x", "index": 0, "total": 1}
PLACE |= {"base_url": "", "notebook_path": "x", "last_name": None, "first_name": None}


@pytest.mark.slow
@in_a_browser
def test_the_watch_sees_what_runs(page: Page, tmp_path: Path) -> None:
    """The strings of these tests do run where nothing is cleaned, so that their silence means something."""
    seen: list[str] = []
    for text in (
        HTML[0],
        HTML[2],
        HTML[4],
        HTML[22],
        markdown2html_mistune(MARKDOWN[-16]),
        render(MARKDOWN[-13]),
    ):
        watch = Watch(page)
        (tmp_path / "raw.html").write_text(f"<!doctype html><body>{text}")
        page.goto((tmp_path / "raw.html").as_uri())
        page.wait_for_function("window.pwned")
        seen += watch.ran
    assert {"PWNED 1", "PWNED 3", "PWNED 5", "PWNED 23", "PWNED 116", "PWNED 119"} <= set(seen)


@pytest.mark.slow
@in_a_browser
def test_feedback_runs_nothing(classroom: Path, page: Page, tmp_path: Path) -> None:
    """The feedback page of a hostile notebook runs nothing, and asks nobody for anything."""
    html = (classroom / "feedback/mallory/toy/01_toy.html").read_text()
    watch = look(page, html, tmp_path, "main")
    assert watch.ran == [] and watch.asked_outside() == []
    assert not [url for url in watch.asked if formgrader.MATHJAX in url]
    expect(page.locator("article").first).to_contain_text("onerror=pwn(413)")


@pytest.mark.slow
@in_a_browser
def test_autograded_notebook_runs_nothing(classroom: Path, page: Page, tmp_path: Path) -> None:
    """An autograded notebook runs nothing where it is converted without the settings of the course."""
    notebook = nbformat.read(classroom / "autograded/mallory/toy/01_toy.ipynb", as_version=4)
    html, _ = HTMLExporter().from_notebook_node(notebook)
    watch = look(page, html, tmp_path, "main")
    assert watch.ran == [] and watch.asked_outside() == []


@pytest.mark.slow
@in_a_browser
@pytest.mark.parametrize("exporter", ["formgrader", "feedback"])
def test_pages_of_uncleaned_notebooks_run_nothing(
    exporter: str, classroom: Path, page: Page, tmp_path: Path
) -> None:
    """A notebook that was never cleaned runs nothing on Formgrader's page and the feedback page."""
    notebook = hostile()
    del notebook.metadata["language_info"]  # nbconvert escapes it, with a warning
    for cell in notebook.cells:
        del cell.metadata["magics_language"]
        cell.source = cell.source.encode("utf-8", "replace").decode()
    outputs = [new_output("display_data", data={"text/html": text}) for text in HTML]
    outputs += [new_output("display_data", data={"text/markdown": text}) for text in MARKDOWN]
    outputs += [new_output("display_data", data=bundle, metadata=METADATA) for bundle in BUNDLES]
    outputs += [new_output("stream", text=text) for text in PRINTED]
    notebook.cells.append(new_code_cell("", outputs=outputs))
    resources = {**PLACE, "student": "<img src=x onerror=pwn(600)>", "metadata": {"name": "x"}}
    shown = as_formgrader(classroom)
    if exporter == "feedback":
        shown = FeedbackPage(config=shown.config)
    html, _ = shown.from_notebook_node(notebook, resources=resources)
    watch = look(page, html, tmp_path, "#notebook-container", beside=True)
    assert watch.ran == [] and watch.asked_outside() == []


COVERED = """boxes => {
    const found = [];
    for (const box of document.querySelectorAll(boxes)) {
        if (box.getBoundingClientRect().height == 0) continue;
        const height = box.getBoundingClientRect().height;
        for (let row = 0; row <= Math.min(8, height / 15); row++) {
            window.scrollTo(0, 0);
            const top = box.getBoundingClientRect().top + (row + 0.5) * height / (Math.min(8, height / 15) + 1);
            window.scrollTo(0, top - window.innerHeight / 2);
            const {left, width} = box.getBoundingClientRect();
            const y = top - window.scrollY;
            for (let x = left + 3; x < Math.min(left + width, window.innerWidth) - 3; x += width / 12) {
                const above = document.elementFromPoint(x, y);
                if (above && !box.contains(above) && !above.contains(box))
                    found.push([box.outerHTML.slice(0, 200), above.outerHTML.slice(0, 200), x, y]);
            }
        }
    }
    return found;
}"""
# What the kit says, and whatever else is said between the texts of a student.
BOXES = "header, article, .result h2, .points td, .cell-heading, .panel-heading, .panel-heading span, .panel-footer, .input_area, .output_subarea, .text_cell_render"


@pytest.mark.slow
@in_a_browser
@pytest.mark.parametrize("place", ["feedback", "formgrader"])
def test_nothing_lies_over_what_the_kit_says(place: str, classroom: Path, page: Page, tmp_path: Path) -> None:
    """Over every point of a heading, a score, a table of checks and a cell lies nothing from another cell."""
    notebook = read_notebook(classroom / "autograded/nia/toy/01_toy.ipynb")
    own, notebook.cells = notebook.cells, []
    for number, html in enumerate(COVERING):
        marks = {"grade_id": f"essay{number}", "solution": True, "grade": True, "points": 1}
        outputs = [new_output("display_data", data={"text/html": html})]
        notebook.cells += [
            *(new_markdown_cell(html), new_code_cell("x", outputs=outputs)),
            *(new_markdown_cell(html, metadata={"nbgrader": marks}), *own[:1]),
        ]
        own = own[1:]
    notebook.cells += own
    exporter = as_formgrader(classroom)
    if place == "feedback":
        exporter = FeedbackPage(config=exporter.config)
    resources = {**PLACE, "student": "nia", "metadata": {"name": "x"}}
    shown, _ = exporter.from_notebook_node(notebook, resources=resources)
    look(page, shown, tmp_path, "main" if place == "feedback" else "#notebook-container")
    assert page.evaluate(COVERED, BOXES) == []


@pytest.mark.slow
@in_a_browser
def test_formgrader_runs_nothing(classroom: Path, address: str, page: Page) -> None:
    """In Formgrader, the page of a hostile notebook runs nothing, and shows the scores that are saved."""
    watch = Watch(page)
    frame = formgrader.open_submissions(page, address)
    formgrader.open_manual_grading(frame, "mallory")
    expect(frame.locator("table", has_text="what was expected").first).to_contain_text("onerror=pwn(413)")
    expect(frame.locator("input.score#test_slide")).to_have_attribute("placeholder", "0")
    assert frame.locator(".full-credit").evaluate_all("all => all.map(one => one.tagName)") == ["BUTTON"] * 2
    assert frame.locator("#notebook-container").first.evaluate(LEFT) == []
    assert watch.ran == [] and watch.asked_outside() == []


@pytest.mark.slow
@in_a_browser
@pytest.mark.parametrize("place", ["feedback", "formgrader", "autograded"])
def test_good_work_is_shown(place: str, classroom: Path, page: Page, tmp_path: Path) -> None:
    """Plots, tables, formulas, links, code and the table of checks are shown in all three places."""
    path = classroom / "autograded/nia/toy/01_toy.ipynb"
    if place == "feedback":
        html = (classroom / "feedback/nia/toy/01_toy.html").read_text()
    elif place == "formgrader":
        html, _ = as_formgrader(classroom).from_filename(str(path), resources={**PLACE, "student": "nia"})
    else:
        html, _ = HTMLExporter().from_filename(str(path))
    watch = look(page, html, tmp_path, "main" if place == "autograded" else "#notebook-container")
    page.screenshot(path=tmp_path / "page.png", full_page=True)
    assert watch.ran == []
    images = page.locator("img[src^='data:image/']")
    loaded = images.evaluate_all("all => all.map(one => one.complete && one.naturalWidth > 0)")
    assert loaded == [True] * 4, loaded
    if place == "feedback":
        expect(page.locator(".points tbody tr")).to_have_count(2)
    else:
        expect(page.locator("table", has_text="what was expected")).to_have_count(2)
        style = "one => [getComputedStyle(one).textAlign, getComputedStyle(one).paddingRight != '0px']"
        cell = page.locator("table", has_text="what was expected").first.locator("tbody td").nth(1)
        assert cell.evaluate(style) == ["left", True]
    expect(page.locator("table.dataframe td")).to_have_text("0.25")
    expect(page.get_by_role("link", name="a link")).to_have_attribute("href", "https://d2l.ai")
    expect(page.get_by_role("heading", name="A heading")).to_be_visible()
    expect(page.locator("td", has_text="by hand")).to_have_css("color", "rgb(255, 0, 0)")
    expect(page.locator("details summary", has_text="more")).to_have_count(1)
    for text in ("a < b", "x < y", "ZeroDivisionError", "noted", 'print("code")'):
        expect(page.locator("body")).to_contain_text(text)
    if place == "feedback":
        assert page.locator("math").count() == 3 + 3


# --- what is written --------------------------------------------------------------------------


@pytest.mark.slow
def test_damaged_notebook_is_told_of_in_plain_text(classroom: Path) -> None:
    """What is wrong with a file is told without markup and control characters from the file."""
    notebook = read_notebook(classroom / "autograded/otto/toy/01_toy.ipynb")
    first = notebook.cells[0].source
    assert "could not be graded" in first and "<img" not in first and "\x1b" not in json.dumps(notebook)
    assert "could not be graded" in (classroom / "feedback/otto/toy/01_toy.html").read_text()


@pytest.mark.slow
def test_report_survives_forged_results(classroom: Path) -> None:
    """Results that a student wrote into a notebook are not in the report."""
    text = (classroom / "reports/toy.html").read_text()
    assert "pwn(416)" not in text and "mallory" in text and "<img" not in text


@pytest.mark.parametrize("text", HTML)
def test_html_is_cleaned_once_and_for_all(text: str) -> None:
    """Cleaning what is clean changes nothing, on the way into a notebook and on the way to a page."""
    once = harmless_html(text)
    assert harmless_html(once) == once
    assert page_html(once) == once or "#" in once
    assert "evil.example" not in once and "<script" not in once


@pytest.mark.parametrize("text", MARKDOWN)
def test_active_markdown_is_shown_as_written(text: str) -> None:
    """Markdown that does more than show something becomes code, which stays so when it is read again."""
    once = harmless_markdown(text)
    assert harmless_markdown(once) == once
    assert once == verbatim(text.encode("utf-8", "replace").decode()) or text.startswith(
        ("$", "\\begin", "```<", "````")
    )


@pytest.mark.parametrize("text", [NICE_MARKDOWN, "a < b & c > d", "$a<b$", "$$\na &= b\n$$", "<https://d2l.ai>", "[up](#top)", "x  \ny<br>z", "* *"])  # fmt: skip
def test_ordinary_markdown_stays(text: str) -> None:
    """Markdown that only shows something stays as it was written."""
    assert harmless_markdown(text) == text


def test_tables_keep_their_look() -> None:
    """A table as pandas makes it keeps its rows, classes and alignment, and loses its style sheet."""
    cleaned = harmless_html(PANDAS)
    assert '<table border="1" class="dataframe">' in cleaned and 'style="text-align:right"' in cleaned
    assert "<td>0.25</td>" in cleaned and "vertical-align" not in cleaned


@pytest.mark.parametrize("text", PRINTED)
def test_printed_text_can_always_be_rendered(text: str) -> None:
    """What was printed keeps its words and colours, and nothing that nbconvert stumbles over."""
    from nbconvert.filters import ansi2html

    assert "<img" not in ansi2html(harmless_text(text)) and "<script" not in ansi2html(harmless_text(text))
    assert harmless_text("\x1b[31mred\x1b[0m") == "\x1b[31mred\x1b[0m"


@pytest.mark.parametrize("bundle", BUNDLES)
def test_outputs_keep_what_can_be_shown(bundle: dict[str, Any]) -> None:
    """Of an output stay the kinds that only show something, and a note where none is left."""
    (output,) = harmless_outputs([new_output("display_data", data=bundle, metadata=METADATA)])
    assert output.data and set(output.data) <= {"text/plain", "text/html", "text/latex"}
    assert output.metadata == {"image/png": {"height": 7}}


def test_long_errors_are_shortened() -> None:
    """Of an error whose name, message or traceback has no end, little is kept, both of its beginning and of its end."""
    message = "first " + "x" * 5_000_000 + " last"
    long = new_output(
        "error", ename=message, evalue=message, traceback=[message, *["line"] * 100_000, message]
    )
    (output,) = harmless_outputs([long])
    assert len(json.dumps(output)) < 40_000
    for text in (output.ename, output.evalue, output.traceback[0], output.traceback[-1]):
        assert text.startswith("first x") and text.endswith("x last") and "are left out" in text


def test_names_are_plain() -> None:
    """A name keeps its letters and loses what steers a terminal or turns text round."""
    assert plain_name("Zoë Ångström-李") == "Zoë Ångström-李"
    assert plain_name("a\x1b[31mb\r\n\u202ec") == "a\ufffd[31mb\ufffd\ufffd\ufffdc"


def test_released_notebooks_stay_as_they_are() -> None:
    """An untouched notebook of the course is not changed, and is shown as nbconvert would show it."""
    for path in sorted((ROOT / "release/convolutions").glob("*.ipynb")):
        release = read_notebook(path)
        handed_in = copy.deepcopy(release)
        harmless_notebook(handed_in, release)
        assert handed_in == release
        for cell in handed_in.cells:
            if cell.cell_type == "markdown":
                # Links to other notebooks are the author's alone: a student's could lead anywhere.
                alone = re.sub(r"\]\(\d\d_\w+\.ipynb\)", "](#)", cell.source)
                assert harmless_markdown(alone) == alone
                rendered = render(cell.source)
                assert rendered.count("<math") == page_html(rendered).count("<math")


def test_cells_of_the_same_text_keep_their_own_tags() -> None:
    """Of two released cells with the same text, each keeps its own metadata."""
    release = new_notebook(cells=[new_code_cell("f()", id="a"), new_code_cell("f()", id="b")])
    for cell, tag in zip(release.cells, ("raises-exception", "skip-execution"), strict=True):
        cell.metadata |= {"nbgrader": {"grade_id": cell.id}, "tags": [tag]}
    handed_in = copy.deepcopy(release)
    harmless_notebook(handed_in, release)
    assert [cell.metadata.tags for cell in handed_in.cells] == [["raises-exception"], ["skip-execution"]]


def test_released_text_with_other_attachments_is_not_released_text() -> None:
    """A cell with the instructor's text and a student's attachment is looked at like any other."""
    release = new_notebook(cells=[new_markdown_cell("![x](attachment:a.png)", id="a")])
    handed_in = copy.deepcopy(release)
    handed_in.cells[0]["attachments"] = {"a.png": {"image/png": '"><img src=x onerror=pwn(1)>'}}
    harmless_notebook(handed_in, release)
    assert "attachments" not in handed_in.cells[0]


def test_notes_about_cells_are_the_kit_s_own() -> None:
    """Tags, forged results, odd ids and names that leave their attribute are taken out of a notebook."""
    cell = new_markdown_cell(
        "text", metadata={"tags": ["x"], "coursekit": [1], "nbgrader": {"grade_id": '"><x'}}
    )
    kernel = {"name": "python3", "display_name": "Python 3"}
    notebook = new_notebook(cells=[cell], metadata={"widgets": {}, "title": "x", "kernelspec": kernel})
    cell["id"] = '"><script>'
    harmless_notebook(notebook)
    assert notebook.cells[0].metadata == {} and notebook.cells[0].id.isalnum()
    assert notebook.metadata == {"kernelspec": kernel}
