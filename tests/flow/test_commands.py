"""Which commands are written for a shell."""

from __future__ import annotations

import pytest

from nflint.flow.commands import shell_syntax

FOR_A_SHELL = {
    "npm ci && npm run build": ("&&", "operator"),
    "cat list | sort": ("|", "operator"),
    "rake db:migrate; rake db:seed": (";", "operator"),
    "node report.js 2>&1": ("2>&1", "operator"),
    "node report.js >>/var/log/report": (">>/var/log/report", "operator"),
    "psql < /tmp/dump.sql": ("<", "operator"),
    "sleep 60 &": ("&", "operator"),
    "echo $HOME": ("$HOME", "variable"),
    'echo "${HOME}"': ("${HOME}", "variable"),
    "echo ${HOME:-/root}": ("${HOME:-/root}", "variable"),
    'echo "$(date)"': ("$(", "substitution"),
    "echo `date`": ("`date`", "variable"),
    "tar czf dump.tgz `ls -A /data`": ("`ls -A /data`", "variable"),
    "CI=1 npm test": ("CI=1", "assignment"),
    "cd /app": ("cd", "builtin"),
    "node seed.js ${args.SIZE} && node check.js": ("&&", "operator"),
}
FOR_NO_SHELL = (
    "",
    " ",
    "npm run migrate",
    'sh -c "npm ci && npm test"',
    "/bin/bash -lc 'cd /app; ls'",
    "env CI=1 sh -c 'a | b'",
    "launcher bin/rails db:migrate && true",
    "ssh backup.acme.dev cd /srv && ls",
    "echo 'a && $HOME'",
    "echo \\$HOME",
    'echo "\\$HOME"',
    "echo $1 $x $",
    "curl https://acme.dev/list?a=1&b=2",
    "find /tmp -type f -exec rm {} ;",
    "find /tmp -exec ls {} ; -exec rm {} ;",
    "cut -d | -f 1 list.txt",
    "join --field-separator ; a b",
    "expr 3 > 2",
    "pip install celery >=5.0",
    "run <name>",
    'awk "{print $NF}" list.txt',
    'php -r "echo $_SERVER[0];"',
    'mongosh --eval "db.orders.find({total: {$gt: 3}})"',
    'mysql -e "SELECT `id` FROM orders"',
    "${args.RUNNER} && true",
    "echo ${fn.if(args.LARGE, 'a | b', 'c; d')}",
    "echo $(args.SIZE)",
    "note 'done with `shop`'",
    'note "done with `shop`"',
    "note \\`shop\\`",
    "echo `",
    "echo ``",
    "'",
    '"',
    "\\",
    '"abc\\',
)


@pytest.mark.parametrize("command", FOR_A_SHELL)
def test_what_only_a_shell_reads_is_found(command: str) -> None:
    found = shell_syntax(command)
    assert found is not None
    assert (command[found.start : found.end], found.sort) == FOR_A_SHELL[command]


@pytest.mark.parametrize("command", FOR_NO_SHELL)
def test_what_a_program_may_read_itself_is_not(command: str) -> None:
    assert shell_syntax(command) is None
