import { expect, it } from 'vitest'
import { detectFormat, parseJsonLines } from './detect-format.ts'

it.each<[string, string, string]>([
  ['delimited text', 'a,b\n1,2\n', 'csv'],
  ['a list of records', '[{"a": 1}, {"a": 2}]', 'json'],
  ['one object', '{"a": {"b": [1, 2]}}', 'json'],
  ['one object on one line', '{"a": 1}\n', 'json'],
  ['JSON lines', '{"a": 1}\n{"a": 2}\n', 'jsonl'],
  ['JSON lines of lists', '["a", 1]\n["b", 2]\n', 'jsonl'],
  ['nothing', '', 'empty'],
  ['blanks', ' \n\t\n', 'empty'],
  ['a mark and nothing', '\uFEFF\n', 'empty'],
  ['XML', '<?xml version="1.0"?><a/>', 'markup'],
  ['HTML', '<!DOCTYPE html><table></table>', 'markup'],
  ['XML without declaration', '<list>\n<item>1</item>\n<item>2</item>\n</list>', 'markup'],
  ['a list that breaks', '[{"a": 1} {"a": 2}]', 'broken-json'],
  ['a list that does not end', '[{"a": 1}, {"a":', 'broken-json'],
  ['cells in brackets', '[a];[b]\n[1];[2]\n', 'csv'],
  ['cells that are lists', '[1],x\n[2],y\n', 'csv'],
  ['a template', '{name},{city}\n', 'csv'],
  ['cells that are elements', '<b>x</b>,1\n<b>y</b>,2\n<i>z</i>,3\n', 'csv'],
  ['less-than signs', '<5,10\n<6,11\n', 'csv'],
  ['prose', 'Dear all,\nplease find below\n', 'csv'],
])('takes %s for what it is', (_, text, format) => {
  expect(detectFormat(text, true).format).toBe(format)
})

it('does not call the beginning of a larger file broken', () => {
  expect(detectFormat('[{"a": 1}, {"a":', false).format).toBe('json')
})

it('parseJsonLines leaves out what is no JSON', () => {
  expect(parseJsonLines('{"a": true}\nnot json\n\n[]\n')).toHaveLength(2)
})
