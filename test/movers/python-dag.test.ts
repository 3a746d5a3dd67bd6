import { error } from '@aw-flow/schema'
import { convertForeignFile } from '@aw-flow/schema/foreign'
import { describe, expect, it } from 'vitest'

const start = `from airflow import DAG
from airflow.operators.empty import EmptyOperator
with DAG("d") as dag:
    a = EmptyOperator(task_id="a")
`
const convert = (lines: string) => convertForeignFile(`${start}${lines}\n`)

describe('a DAG file', () => {
  it.each([
    ['a loop', '    for i in range(3):\n        EmptyOperator(task_id=f"t{i}")', 'for i in range(3):'],
    ['an f-string with a value', '    b = EmptyOperator(task_id=f"t{a}")', 'f"t{a}"'],
    ['a condition', '    if a:\n        b = 1', 'if a:'],
    ['a comprehension', '    b = [x for x in a]', '[x for x in a]'],
    ['unpacked arguments', '    b = EmptyOperator(task_id="b", **args)', '**'],
    ['dynamic tasks', '    b = a.expand(x=[1, 2])', 'a.expand(x=[1, 2])'],
    [
      'the call of another function',
      '    import os\n    os.system("touch /tmp/owned")',
      'os.system("touch /tmp/owned")',
    ],
    ['a class', '    class B:\n        pass', 'class B:'],
    ['a second DAG', '    b = DAG("e")', 'DAG("e")'],
    ['a second task of a name', '    b = EmptyOperator(task_id="a")', 'EmptyOperator(task_id="a")'],
    ['an edge to something else', '    a >> 5', 'a >> 5'],
    ['invalid syntax', '    a >> >> a', undefined],
  ])('with %s is refused by name', async (_what, lines, code) => {
    const converted = await convert(lines)
    expect(converted).toMatchObject({
      ok: false,
      problem: { code: 'foreign.python', params: code === undefined ? {} : { code } },
    })
  })

  const repeat = (count: number, write: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => `    ${write(index)}\n`).join('')
  const tasks = repeat(5000, (index) => `t${index} = EmptyOperator(task_id="t${index}")`)
  const allTasks = Array.from({ length: 5000 }, (_, index) => `t${index}`).join(',')
  const group = (name: string): string =>
    `    with TaskGroup("${name}") as ${name}:\n${repeat(2000, (index) => `    EmptyOperator(task_id="${index}")`)}`
  it.each([
    ['lists of variables', repeat(40, (index) => `a${index + 1} = [${`a${index},`.repeat(8)}]`), 'a0 = ["x"]'],
    ['objects of variables', repeat(40, (index) => `a${index + 1} = {"b": a${index}, "c": a${index}}`), 'a0 = "x"'],
    [
      'a long value in each task',
      repeat(2000, (index) => `EmptyOperator(task_id="t${index}", doc=a0)`),
      `a0 = "${'x'.repeat(100_000)}"`,
    ],
    ['edges from all tasks to all tasks', `${tasks}    all = [${allTasks}]\n    all >> all`, 'pass'],
    ['edges between groups', `${group('g')}${group('h')}    g >> h`, 'pass'],
    [
      'long names at each edge',
      repeat(2000, (index) => `EmptyOperator(task_id="t${index}") >> b`),
      `b = EmptyOperator(task_id="${'x'.repeat(100_000)}")`,
    ],
    [
      'calls of a long function',
      repeat(2000, () => 'long()'),
      `@task\n    def long():\n        ${'x'.repeat(100_000)} = 1`,
    ],
  ])('with %s is refused before it fills memory', async (_what, lines, first) => {
    expect(await convert(`    ${first}\n${lines}`)).toMatchObject({ ok: false, problem: { code: 'foreign.python' } })
  })

  it('is not executed, and its secrets are not taken', async () => {
    const converted = await convert(
      '    b = EmptyOperator(task_id="b", password="geheim123", env={"API_KEY": "sk-abcdefghijklmnopqrst"})',
    )
    if (!converted?.ok) expect.fail('not converted')
    expect(JSON.stringify(converted.value)).not.toMatch(/geheim123|sk-abc/)
    expect(converted.value.report.problems.map(({ code }) => code)).toContain('foreign.secrets')
  })

  it.each([
    ['parentheses', `    b = ${'('.repeat(50_000)}1${')'.repeat(50_000)}`],
    ['lists', `    b = ${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['edges', `    ${'a >> '.repeat(50_000)}a`],
    ['errors', 'x x '.repeat(50_000)],
    ['texts', `    b = "${'x'.repeat(250_000)}"`],
    [
      'blocks',
      Array.from({ length: 500 }, (_, index) => `${' '.repeat(index + 4)}with TaskGroup("g${index}"):`).join('\n'),
    ],
  ])('with many nested %s is read or refused', async (_what, lines) => {
    const converted = await convert(lines)
    if (converted?.ok === false) expect(converted.problem.code).toBe('foreign.python')
    else expect(converted?.ok).toBe(true)
  })

  it.each([300_001, 20_000_000])('with %i characters is refused by its size', async (characters) => {
    const comment = '#'.padEnd(characters - start.length - 1, 'x')
    expect(await convert(comment)).toEqual({
      ok: false,
      problem: error('foreign.python-too-large', { characters, max: 300_000 }),
    })
  })

  it('without a DAG is something else', async () => {
    expect(await convertForeignFile('import csv\nprint("DAG(")\n')).toBeUndefined()
  })
})
