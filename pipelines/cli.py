"""The command line `yusuan`: a verb a step. Exit codes: 0 done, 1 a check failed or a file was refused, 2 wrong use."""

from __future__ import annotations

import click

from pipelines import __version__
from pipelines.commands.build import build
from pipelines.commands.check import check
from pipelines.commands.diff import diff
from pipelines.commands.inspect import inspect
from pipelines.commands.site import publish, serve


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(__version__, prog_name="yusuan")
def main() -> None:
    """Turn Chinese budget disclosures into reconciled data packages and publish them.

    把部门预算公开文件转换为经过勾稽核对的数据包并发布。

    \b
    Example:
      yusuan build disclosures/ -o datapackages
      yusuan publish datapackages -o site
      yusuan serve site
    """


for command in (build, inspect, check, diff, publish, serve):
    main.add_command(command)
