import fc from 'fast-check'
import type { FuzzTarget } from '../fuzz-target.ts'
import { damaged, encodeText } from './damage-bytes.ts'
import { elements, nestElements, writeElement } from './markup-text.ts'
import { values } from './texts.ts'

const xmlPrologs = fc.constantFrom(
  '', '', '<?xml version="1.0"?>', '<?xml version="1.0" encoding="utf-16"?>', '<?xml version="1.0" encoding="none"?>',
  '<?xml version="1.1" standalone="yes"?>\n', '<!DOCTYPE a>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
  '<!DOCTYPE a [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
  '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/"> %p;]>',
  '<?xml-stylesheet href="a.xsl"?>',
) // oxfmt-ignore

const records = elements(['row', 'row', 'item', 'name', 'value', 'price', 'a:b', 'list'], {
  xmlns: values,
  'xmlns:a': values,
  'xsi:nil': fc.constantFrom('true', '1', 'x'),
  key: values,
})

const xmlTexts = fc
  .record({
    prolog: xmlPrologs,
    root: fc.constantFrom('rows', 'rss', 'kml', 'Workbook', 'table', 'a'),
    records: fc.array(records, { maxLength: 8 }),
    repeats: fc.constantFrom(1, 1, 1, 50),
    depth: fc.constantFrom(0, 0, 0, 0, 100, 5_000),
    tail: fc.constantFrom('', '', '\n', '<b/>', 'text'),
  })
  .map(({ prolog, root, records: list, repeats, depth, tail }) => {
    const content = list.map(writeElement).join('\n').repeat(repeats)
    return encodeText(`${prolog}<${root}>${nestElements('deep', depth, content)}</${root}>${tail}`)
  })

/** XML documents with records, entities and nesting. */
export const xmlTarget: FuzzTarget = { name: 'xml', extension: 'xml', check: 'file', inputs: damaged(xmlTexts) }

const spans = fc.constantFrom('0', '1', '2', '3', '1000', '65535', '999999999', '-1', 'x', '')
const cells = elements(
  [
    'td',
    'td',
    'th',
    'tr',
    'tr',
    'table',
    'tbody',
    'thead',
    'caption',
    'br',
    'b',
    'script',
    'style',
    'template',
    'svg',
    'p',
  ],
  { rowspan: spans, colspan: spans, style: fc.constantFrom('display:none', 'x'), hidden: fc.constant('') },
)

const htmlTexts = fc
  .record({
    prolog: fc.constantFrom(
      '',
      '<!doctype html>',
      '<html><head><meta charset="utf-16"></head>',
      '<meta charset=latin1>',
      '<!--',
    ),
    rows: fc.array(fc.array(cells, { maxLength: 5 }), { maxLength: 8 }),
    loose: fc.array(cells, { maxLength: 4 }),
    repeats: fc.constantFrom(1, 1, 1, 50),
    depth: fc.constantFrom(0, 0, 0, 0, 100, 2_000),
    element: fc.constantFrom('table', 'div', 'b', 'td', 'font', 'svg', 'template', 'select'),
  })
  .map(({ prolog, rows, loose, repeats, depth, element }) => {
    const table = rows
      .map((row) => `<tr>${row.map(writeElement).join('')}</tr>`)
      .join('\n')
      .repeat(repeats)
    const content = `<table>${table}</table>${loose.map(writeElement).join('')}`
    return encodeText(prolog + nestElements(element, depth, content))
  })

/** HTML pages with tables, spans and wrong nesting. */
export const htmlTarget: FuzzTarget = { name: 'html', extension: 'html', check: 'file', inputs: damaged(htmlTexts) }
