"""One small whole file of every kind that is read: what fuzzing damages."""

from __future__ import annotations

import io
import zipfile

from tests.synthesis.editions import EDITIONS
from tests.synthesis.strange import STRANGE, Layout

TEXT = """2024年部门预算支出总表
部门名称：某县财政局
单位：万元
项目\t\t2024年预算数\t\t
科目编码\t科目名称\t合计\t基本支出\t项目支出
\t合计\t1,008.00\t3.00\t1,005.00
201\t一般公共服务支出\t1,008.00\t3.00\t1,005.00
20106\t财政事务\t1,008.00\t3.00\t1,005.00
2010601\t行政运行\t3.00\t3.00\t
2010699\t其他财政事务支出\t1,005.00\t\t1,005.00
注：本表含上年结转
"""
XML_2003 = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="f"><NumberFormat ss:Format="#,##0.00"/></Style></Styles><Worksheet ss:Name="表"><Table>
<Row ss:Index="2"><Cell ss:MergeAcross="1"><Data ss:Type="String">合计</Data></Cell>
<Cell ss:StyleID="f"><Data ss:Type="Number">1234.506</Data></Cell></Row></Table></Worksheet></Workbook>"""


def samples() -> dict[str, bytes]:
    """Whole files by name, plain ones and stranger ones."""
    odd = Layout(leading=1, spacers=True, blank_rows=True, head="one_row")
    files = {f"plain.{name}": make(TEXT) for name, make in EDITIONS.items()}
    files |= {f"strange.{name}": make(TEXT, odd) for name, make in STRANGE.items()}
    files |= {
        "dump.txt": TEXT.encode(),
        "dump.gbk.txt": TEXT.encode("gb18030"),
        "dump.utf16.txt": TEXT.encode("utf-16"),
    }
    files |= {"table.csv": '科目编码,合计\n201,"1,008.00"\n'.encode("gb18030"), "xml2003.xls": XML_2003.encode()}
    return {name: _timeless(data) for name, data in files.items()}


def _timeless(data: bytes) -> bytes:
    """An archive without the time it was made at, so that a seed damages it the same way tomorrow."""
    if not data.startswith(b"PK"):
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if not name.startswith("docProps/"):
                new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
