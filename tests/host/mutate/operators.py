# SPDX-License-Identifier: BSD-2-Clause
"""The mutants of a C file: each is one small change to a function of it.

The file is in the shape that clang-format gives to this tree: a function's
name, its { and its } stand at the start of a line, and blanks are around
binary operators only.
"""
import collections
import re

# old and new are the changed lines, joined to one; new ends in a number if the
# same change is possible elsewhere in the function; text is the changed file.
Mutant = collections.namedtuple('Mutant',
                                'path function span operator old new text')

BINARY = {
    'boundary': {'<': '<=', '<=': '<', '>': '>=', '>=': '>'},
    'relation': {'<': '>=', '<=': '>', '>': '<=', '>=': '<', '==': '!=',
                 '!=': '=='},
    'arithmetic': {'+': '-', '-': '+', '*': '/', '/': '*', '%': '*',
                   '+=': '-=', '-=': '+='},
    'bit': {'&': '|', '|': '&', '^': '&', '<<': '>>', '>>': '<<', '|=': '&=',
            '&=': '|=', '>>=': '<<='},
    'logic': {'&&': '||', '||': '&&'},
    'first choice': {'?': '|| 1 ?'},
    'second choice': {'?': '&& 0 ?'},
}
TWINS = {a: b for pair in ('start end', 'first last', 'low high', 'paddr size',
                           'before after', 'true false', 'break continue',
                           'UINT64_MAX UINT32_MAX', 'GIB PAGE')
         for a, b in (pair.split(), pair.split()[::-1])}
NUMBER = r'(?<![\w.])(?:0x[0-9a-f]+|0(?!\d)|[1-9]\d*)(?=[ul]*\b)'
UNARY = (
    ('step', r'\+\+|--', lambda m: '--' if m[0] == '++' else '++'),
    ('order', r'\b(\w+)(\+\+|--)(?=[^\w;)])', r'\2\1'),
    ('not', r'!(?!=)', ''),
    ('complement', r'~', ''),
    ('cast', r'\((?:u?int\d+_t|unsigned char)\)', ''),
    ('increment', NUMBER, lambda m: hex(int(m[0], 0) + 1)),
    ('decrement', NUMBER, lambda m: '%d' % (int(m[0], 0) - 1)),
    ('twin', r'\b(?:%s)\b' % '|'.join(TWINS), lambda m: TWINS[m[0]]),
)
FLAGS = 'return true', 'return false'  # which the operator twin changes
DECLARATION = re.compile(r'(static|const|struct|enum|bool|char|unsigned|'
                         r'u?int\d+_t) ')
CONTROL = re.compile(r'\s*((else )?(if|for|while) (?=\()|else\b|do\b|'
                     r'(case [^:]*|default):)')


def closing(code, at):
    """Where the bracket at `at` is closed."""
    depth = 0
    for i in range(at, len(code)):
        depth += (code[i] in '([{') - (code[i] in ')]}')
        if depth == 0:
            return i
    raise ValueError('a bracket is not closed')


def statements(code, start, end):
    """The spans of a body's statements that end with ;, without the ;."""
    first, i = start, start
    while i < end:
        match = CONTROL.match(code, i) if code[first:i].isspace() or \
            first == i else None
        if match:
            i = match.end()
            first = i = closing(code, i) + 1 if code[i] == '(' else i
        elif code[i] in '{}' and not code[first:i].strip():
            first = i = i + 1
        elif code[i] in '([{':
            i = closing(code, i) + 1
        elif code[i] == ';':
            yield i - len(code[first:i].lstrip()), i
            first = i = i + 1
        else:
            i += 1


def changes(text, code, start, end, families):
    """(operator, start, end, replacement) for each change of a body."""
    body = code[start:end]
    for operator, table in BINARY.items():
        for m in re.finditer(r'(?<=[ \n\t])[^\w\s()@]{1,3}(?= )', body):
            if m[0] in table:
                yield operator, m.start(), m.end(), table[m[0]]
    for operator, pattern, new in UNARY:
        for m in re.finditer(pattern, body):
            yield (operator, m.start(), m.end(),
                   m.expand(new) if isinstance(new, str) else new(m))
    for m in re.finditer(r'\b[A-Z]\w+\b', body):
        if m[0] in families:
            yield 'constant', m.start(), m.end(), families[m[0]]
    for m in re.finditer(r'["\'](@*)["\']', body):
        first = m.start() + 1 + (text[start + m.start() + 1] == '\\')
        yield 'text', m.start() + 1, first + (m[1] != ''), '?'
    for m in re.finditer(r'\b(if|while|for) \(', body):
        a, b = m.end(), closing(body, m.end() - 1)
        if m[1] == 'for':
            a = body.index(';', a) + 1
            b = body.index(';', a)
            a += body[a] == ' '
        if a < b:
            yield 'never', a, b, '0 && (%s)' % text[start + a:start + b]
            if m[1] == 'if':
                yield 'negate', a, b, '!(%s)' % text[start + a:start + b]
    for a, b in statements(body, 0, len(body)):
        if body.startswith('return ', a):
            for value in () if body[a:b] in FLAGS else ('0', '1'):
                yield 'return', a, b, 'return ' + value
        elif a < b and not DECLARATION.match(body, a):
            yield 'delete', a, b, '(void)0'


def families(headers):
    """Constants of one prefix, such as PVH_, each with the one after it."""
    after = {}
    for text in headers:
        names = re.findall(r'^(?:#define +|\tX\()([A-Z]+_[A-Z_0-9]+)[ ,] *\S',
                           text, re.M)
        for prefix in {name.split('_')[0] for name in names}:
            family = [n for n in names if n.split('_')[0] == prefix]
            after.update(zip(family, family[1:] + family[:1]))
    return after


def mutants(path, text, families):
    # Comments and directives become blanks, strings and characters @ in quotes.
    code = re.sub(r'/\*[\s\S]*?\*/|^#(?:.*\\\n)*.*$|(["\'])(\\.|.)*?\1',
                  lambda m: re.sub(r'.', ' ', m[0]) if not m[1] else
                  m[1] + '@' * (len(m[0]) - 2) + m[1], text, flags=re.M)
    done, count = set(), collections.Counter()
    for m in re.finditer(r'^(\w+)\([^;{]*?\)\n\{\n', code, re.M):
        start, end = m.end(), code.index('\n}', m.end()) + 1
        span = range(code.count('\n', 0, start), code.count('\n', 0, end) + 2)
        for operator, a, b, new in changes(text, code, start, end, families):
            a, b = start + a, start + b
            mutated = text[:a] + new + text[b:]
            if new == text[a:b] or mutated in done:
                continue
            done.add(mutated)
            left, right = text.rindex('\n', 0, a) + 1, text.index('\n', b)
            old = ' '.join(text[left:right].split())
            new = ' '.join((text[left:a] + new + text[b:right]).split())
            count[m[1], old, new] += 1
            if count[m[1], old, new] > 1:
                new += f' [{count[m[1], old, new]}]'
            yield Mutant(path, m[1], span, operator, old, new, mutated)
