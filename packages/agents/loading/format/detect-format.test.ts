import { expect, it } from 'vitest'
import { detectFormat, parseJsonLines } from './detect-format.ts'

it.each<[string, string, string]>([
  ['delimited text', 'a,b\n1,2\n', 'csv'],
  ['a list of records', '[{"a": 1}, {"a": 2}]', 'json'],
  ['one object', '{"a": {"b": [1, 2]}}', 'json'],
  ['one object on one line', '{"a": 1}\n', 'json'],
  ['JSON lines', '{"a": 1}\n{"a": 2}\n', 'jsonl'],
  ['JSON lines of lists', '["a", 1]\n["b", 2]\n', 'jsonl'],
  ['objects one after another', '{"a": 1}{"a": 2}\n{"a": 3}', 'jsonl'],
  ['objects separated by a space', '{"a": 1} {"a": 2}', 'jsonl'],
  ['objects of several lines', '{\n  "a": 1\n}\n{\n  "a": 2\n}\n', 'jsonl'],
  ['objects, the last one cut off', '{"a": 1}{"a": 2}{"a"', 'jsonl'],
  ['an object followed by text in braces', '{"a": 1} {x}\n{"a": 2} {y}\n', 'csv'],
  ['lists of objects one after another', '[{"a": 1}][{"a": 2}]', 'broken-json'],
  ['lists of objects, one a line', '[{"a": 1}]\n[{"a": 2}]\n', 'jsonl'],
  ['log lines with brackets', '[1] [INFO] started\n[2] [INFO] ended\n', 'csv'],
  ['JSON in a function call', 'callback([{"a": 1}, {"a": 2}]);', 'script'],
  ['JSON in a method call', 'jQuery.done_1( {"a": [1]} )\n', 'script'],
  ['JSON assigned to a variable', 'var data = [{"a": 1}];\n', 'script'],
  ['other function calls', 'f([1, 2]); g(3)\n', 'csv'],
  ['a list in a configuration file', 'names = ["a", "b"]\nsize = 3\n', 'csv'],
  ['an empty text', '', 'empty'],
  ['whitespace', ' \n\t\n', 'empty'],
  ['a byte order mark alone', '\uFEFF\n', 'empty'],
  ['XML', '<?xml version="1.0"?><a/>', 'markup'],
  ['HTML', '<!DOCTYPE html><table></table>', 'markup'],
  ['XML without declaration', '<list>\n<item>1</item>\n<item>2</item>\n</list>', 'markup'],
  ['a list with a syntax error', '[{"a": 1} {"a": 2}]', 'broken-json'],
  ['a list that does not end', '[{"a": 1}, {"a":', 'broken-json'],
  ['cells in brackets', '[a];[b]\n[1];[2]\n', 'csv'],
  ['cells that are lists', '[1],x\n[2],y\n', 'csv'],
  ['a template', '{name},{city}\n', 'csv'],
  ['cells that are elements', '<b>x</b>,1\n<b>y</b>,2\n<i>z</i>,3\n', 'csv'],
  ['less-than signs', '<5,10\n<6,11\n', 'csv'],
  ['prose', 'Dear all,\nplease find below\n', 'csv'],
])('detects %s', (_, text, format) => {
  expect(detectFormat(text, true).format).toBe(format)
})

it('accepts the incomplete JSON of a sample', () => {
  expect(detectFormat('[{"a": 1}, {"a":', false).format).toBe('json')
})

it('parseJsonLines skips lines that are not JSON', () => {
  expect(parseJsonLines('{"a": true}\nnot json\n\n[]\n')).toHaveLength(2)
})

it('parseJsonLines reads several objects per line, and objects of several lines', () => {
  const values = parseJsonLines('{"a": 1}{"a": 2} {"a": 3}\n{\n  "a": {\n    "b": 4\n  }\n}\n{"a": \n{"a": 5}\n')
  expect(values.map((value) => (value instanceof Map ? value.size : 0))).toEqual([1, 1, 1, 1, 1])
})

it('detects the incomplete script of a sample', () => {
  expect(detectFormat('callback([{"a": 1}, {"a":', false)).toMatchObject({ format: 'script', before: 'callback(' })
})
