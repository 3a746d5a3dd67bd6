import type { HostileKind } from './hostile-file.ts'

const laughs = (levels: number): string =>
  `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "ha">${Array.from({ length: levels }, (_, index) => `<!ENTITY a${index + 1} "${`&a${index};`.repeat(10)}">`).join('')}]><x><r><v>&a${levels};</v></r><r><v>1</v></r></x>`

export const hostileMarkup: HostileKind[] = [
  { name: 'XML of a billion laughs', make: ({ random }) => laughs(random.int(1, 12)) },
  {
    name: 'XML that names files',
    make: ({ random }) =>
      `<!DOCTYPE x [<!ENTITY e SYSTEM "${random.pick(['file:///etc/passwd', 'http://127.0.0.1:1/x', '../../package.json'])}">]><x><r a="1">&e;</r><r a="2">&e;</r></x>`,
  },
  {
    name: 'XML without end',
    make: ({ random }) => '<list>' + '<row id="1"><v>x</v></row>'.repeat(100).slice(0, random.int(1, 2_000)),
  },
  {
    name: 'XML nested deep',
    make: ({ random }) => {
      const depth = random.int(1_000, 50_000)
      return '<a>'.repeat(depth) + '</a>'.repeat(depth)
    },
  },
  {
    name: 'XML of hostile names',
    make: ({ random }) =>
      `<list>${Array.from({ length: 30 }, () => `<row><${random.pick(['__proto__', 'constructor', 'toString', 'x:y', 'row'])}>1</${random.pick(['__proto__', 'constructor', 'toString', 'x:y', 'row'])}></row>`).join('')}</list>`,
  },
  {
    name: 'XML of records all different',
    once: true,
    make: () =>
      `<list>${Array.from({ length: 2_000 }, (_, index) => `<row><k${index}>1</k${index}></row>`).join('')}</list>`,
  },
  {
    name: 'HTML of endless spans',
    make: ({ random }) =>
      `<table><tr><td colspan="${random.pick(['999999999', '-1', 'x', '1e9'])}" rowspan="${random.pick(['999999999', '0', '65535'])}">a</td><td>b</td></tr><tr><td>1</td></tr></table>`,
  },
  {
    name: 'HTML tables in tables',
    make: ({ random }) => {
      const depth = random.int(10, 3_000)
      return '<table><tr><td>'.repeat(depth) + 'x' + '</td></tr></table>'.repeat(depth)
    },
  },
  {
    name: 'HTML nested deep',
    make: ({ random }) =>
      `<table><tr><th>a<th>b<tr><td>${'<div>'.repeat(random.int(100, 20_000))}1</table><p>${'<b>'.repeat(random.int(1, 2_000))}`,
  },
  { name: 'HTML without ends', make: ({ random }) => '<table><tr><td>1<td>2'.repeat(random.int(1, 3_000)) },
  {
    name: 'HTML with scripts',
    make: () =>
      '<html><script>globalThis.polluted = 1</script><table><tr><th>a<th onclick="x()">b<tr><td><img src=x onerror="globalThis.polluted=1">1<td>&lt;2</table>',
  },
  {
    name: 'a page of very many tables',
    once: true,
    make: () => '<table><tr><th>a</th></tr><tr><td>1</td></tr></table>'.repeat(20_000),
  },
]
