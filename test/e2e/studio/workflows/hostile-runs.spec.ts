import { selectEvery, sizes } from '../../../sizes.ts'
import { StudioPage, createWorkflow } from '../page.ts'
import { expect, test } from '../../support/test.ts'

type Nodes = Parameters<typeof createWorkflow>[1]

interface Attack {
  name: string
  nodes: Nodes
  edges?: string[]
  /** The problem of the run; a run without one completes. */
  problem?: RegExp
  /** Whether a person cancels the run, because its node has no time limit. */
  isCanceled?: boolean
}

const longText = `repeat('a', 1000000)`
const million = '$pad("a", 1000000)'
const sharedList = 'const list = new Array(6000).fill({})\nreturn Array.from({ length: 1000 }, () => list)'
const manyRows = { Rows: ['sql', { inputs: '', statement: 'SELECT range AS n FROM range(20000)' }] } satisfies Nodes

const attacks: Attack[] = [
  {
    name: 'code that never ends',
    nodes: { Code: ['code', { code: 'for (;;);', timeLimit: 1 }] },
    problem: /exceeded its time limit/,
  },
  {
    name: 'code with a regular expression that never ends',
    nodes: { Code: ['code', { code: 'return /^(a+)+$/.test("a".repeat(60) + "b")', timeLimit: 1 }] },
    problem: /exceeded its time limit/,
  },
  {
    name: 'code that fills its memory',
    nodes: { Code: ['code', { code: 'const all = []\nfor (;;) all.push(new Uint8Array(2 ** 20).fill(1))', memoryLimit: 1024 }] }, // oxfmt-ignore
    problem: /exceeded its memory limit/,
  },
  {
    name: 'code that returns a list of the same lists',
    nodes: { Code: ['code', { code: sharedList, memoryLimit: 1024, timeLimit: 60 }] },
    problem: /is too large/,
  },
  {
    name: 'an expression that repeats a string',
    nodes: { Transform: ['transform', { expression: `($text := ${million}; [1..100000].$text)` }] },
    problem: /characters; the limit is/,
  },
  {
    name: 'an expression that makes huge rows',
    nodes: { ...manyRows, Transform: ['transform', { over: 'rows', expression: `{"text": ${million}}` }] },
    edges: ['Rows.table > Transform.input'],
    problem: /returned more than 1.0 GB/,
  },
  {
    name: 'a table with huge cells',
    nodes: {
      Rows: ['sql', { inputs: '', statement: `SELECT range AS n, repeat('x', 1000000) AS text FROM range(200)` }],
      Table: ['table'],
    },
    edges: ['Rows.table > Table.table'],
  },
  {
    name: 'a chart with huge and many categories',
    nodes: {
      Rows: [
        'sql',
        { inputs: '', statement: `SELECT repeat('x', 100000) || range AS category, range AS n FROM range(3000)` },
      ],
      Chart: ['chart', { mark: 'bar', x: 'category', y: 'n' }],
    },
    edges: ['Rows.table > Chart.table'],
  },
  {
    name: 'a workbook with a cell that is too long',
    nodes: {
      Rows: ['sql', { inputs: '', statement: `SELECT repeat('x', 1000000) AS text FROM range(200)` }],
      Export: ['export', { format: 'xlsx' }],
    },
    edges: ['Rows.table > Export.table'],
    problem: /characters/,
  },
  {
    name: 'a statement with a string of several GB',
    nodes: {
      Rows: [
        'sql',
        { inputs: '', statement: `SELECT strlen(string_agg(repeat('a', 1000000), '')) AS n FROM range(5000)` },
      ],
    },
    problem: /Out of memory/,
  },
  {
    // After each match, RE2 searches the entire rest of the text for a "b".
    name: 'a statement that finds all matches in a long text in quadratic time',
    nodes: {
      Rows: ['sql', { inputs: '', statement: `SELECT len(regexp_extract_all(${longText}, 'a.*b|a')) AS n`, timeLimit: 1 }],
    }, // oxfmt-ignore
    problem: /took longer than 1/,
  },
  {
    name: 'a statement that replaces all matches in a long text in quadratic time',
    nodes: {
      Rows: ['sql', { inputs: '', statement: `SELECT length(regexp_replace(${longText}, 'a.*b|a', 'x', 'g')) AS n`, timeLimit: 1 }],
    }, // oxfmt-ignore
    problem: /took longer than 1/,
  },
  {
    name: 'a loop whose results fill the record',
    nodes: {
      List: ['transform', { expression: '[1..1000]' }],
      Loop: ['for_each'],
      Step: ['transform', { expression: `($text := ${million}; [1..40].$text)` }],
    },
    edges: ['List.value > Loop.items', 'Loop.item > Step.input', 'Step.value > Loop.result'],
    problem: /recorded more than .* characters/,
  },
  {
    name: 'a statement with a large pattern for many long texts',
    nodes: {
      Rows: ['sql', { inputs: '', statement: `SELECT count(*) AS n FROM range(2048) WHERE regexp_matches(repeat('a', 100000) || range, '^(a?){1000}b')`, timeLimit: 1 }],
    }, // oxfmt-ignore
    problem: /took longer than 1/,
  },
  {
    name: 'a statement whose replacements make a string of several GB',
    nodes: {
      Rows: ['sql', { inputs: '', statement: `SELECT length(regexp_replace(${longText}, 'a', repeat('b', 30000), 'g')) AS n` }],
    }, // oxfmt-ignore
    problem: /too large/,
  },
  {
    name: 'a filter with a large pattern for many long texts',
    nodes: {
      Rows: ['sql', { inputs: '', statement: `SELECT repeat('a', 100000) || range AS text FROM range(2048)` }],
      Filter: ['filter', { conditions: [{ column: 'text', is: 'matches', value: '^(a?){1000}b' }] }],
      Table: ['table'],
    },
    edges: ['Rows.table > Filter.table', 'Filter.table > Table.table'],
    isCanceled: true,
  },
]

const selectedAttacks = selectEvery(attacks, sizes.hostileRunEveryNth)

test('runs that attack the page fail with a problem; the editor, the documents and other runs are unaffected', async ({
  page,
}) => {
  const crashes: string[] = []
  page.on('crash', () => crashes.push('The page has crashed.'))
  const studio = new StudioPage(page)
  const bar = page.locator('aw-run-bar')
  const run = async (state: string, isCanceled = false): Promise<void> => {
    await bar.getByRole('button', { name: 'Run', exact: true }).click()
    if (isCanceled) {
      await expect(bar).toContainText(/1 of 3/)
      await bar.getByRole('button', { name: 'Cancel' }).click()
    }
    await expect(bar.locator('#state')).toContainText(state)
  }
  const answer = {
    Rows: ['sql', { inputs: '', statement: `SELECT 'forty-two' AS answer` }],
    Table: ['table'],
  } satisfies Nodes
  const harmless = createWorkflow('Harmless', answer, ['Rows.table > Table.table'])
  const harmlessId = await studio.importWorkflow(harmless)
  const runHarmless = async (): Promise<void> => {
    await run('Completed')
    await expect(page.locator('aw-results').getByRole('gridcell', { name: 'forty-two', exact: true })).toBeVisible()
  }
  await runHarmless()
  const ids: string[] = []
  for (const { name, nodes, edges = [], problem, isCanceled } of selectedAttacks) {
    await test.step(name, async () => {
      ids.push(await studio.importWorkflow(createWorkflow(name, nodes, edges)))
      await run(isCanceled ? 'Canceled' : problem ? 'Failed' : 'Completed', isCanceled)
      if (problem) await expect(page.getByText(problem).first()).toBeVisible()
      // The document can be edited.
      const nameField = page.getByRole('textbox', { name: 'Workflow name' })
      await nameField.fill(`${name}, tried`)
      await nameField.press('Enter')
      await studio.visit(`/workflows/${harmlessId}`)
      await expect(nameField).toHaveValue('Harmless')
      await runHarmless()
    })
  }
  for (const [index, id] of ids.entries())
    expect(JSON.stringify(await studio.stored('documents', id))).toContain(`${selectedAttacks[index]!.name}, tried`)
  expect(crashes).toEqual([])
})
