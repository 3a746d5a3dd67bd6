import rows from './planted-errors.json' with { type: 'json' }
import type { Config, Workflow } from '@aw-flow/schema'

/** A workflow with one common mistake, and the problem that it causes. */
export interface PlantedError {
  readonly name: string
  readonly workflow: Workflow
  /** The node that has the problem. */
  readonly node: string
  readonly code: string
  /** Names of other workflows. */
  readonly otherWorkflows?: Readonly<Record<string, Workflow>>
}

/** Contents of the files, keyed by dataset ID. */
export const plantedFiles: Readonly<Record<string, string>> = {
  'orders.csv': `order_id,customer_id,amount,status,order_date
1,17,120.5,paid,2024-01-03
2,18,80.25,open,2024-01-17
3,17,30,paid,2024-02-01
4,19,99.9,paid,2024-02-11
`,
  'customers.csv': `id,customer_name,Home Country
17,Ada,Germany
18,Bo,France
19,Cy,Italy
`,
  'staff.csv': `Employee No,First Name,Salary,Start Date,Team
E-01,Ines,52000,2019-04-01,Sales
E-02,Jon,48500,2021-10-15,Sales
E-03,Kim,on request,2017-01-09,IT
`,
  'sensors.csv': `station;temp;humidity;place
north;21,5;40;roof, west
south;19,0;38;roof, east
north;22,5;44;yard, west
`,
  'books.csv': `isbn,title,price,stock,published
9780140449136,The Odyssey,12.5,4,1996-11-01
9780141439600,Emma,9,0,2003-04-29
9780679783268,Persuasion,11.25,7,2000-10-10
`,
  'surveys.csv': `person,city,score,remark
p1,Köln,7,fine
p2,Zürich,n/a?,late
p3,Köln,9,fine
`,
  'stock.csv': `sku,on_hand
A1,5
B2,0
`,
}

/** The ID of a node that loads the file of this name, or the ID, type and settings of another node. */
type Step = string | readonly [id: string, type: string, config?: Config]

interface PlantedRow {
  readonly name: string
  readonly workflow: string
  readonly steps: readonly Step[]
  readonly edges: readonly string[]
  readonly node: string
  readonly code: string
  readonly others?: Readonly<Record<string, { steps: readonly Step[]; edges: readonly string[] }>>
}

function createWorkflow(name: string, { steps, edges }: Pick<PlantedRow, 'steps' | 'edges'>): Workflow {
  return {
    version: 3,
    name,
    nodes: steps.map((step, index) => {
      const [id, type, config = {}] = typeof step === 'string' ? [step, 'loading', { dataset: `${step}.csv` }] : step
      return { id, type, position: { x: index * 240, y: 0 }, data: { label: id, config } }
    }),
    edges: edges.map((edge, index) => {
      const [source = '', target = ''] = edge.split(' > ')
      const [from = '', sourceHandle = 'table'] = source.split('.')
      const [to = '', targetHandle = 'table'] = target.split('.')
      return { id: `e${index + 1}`, source: from, sourceHandle, target: to, targetHandle }
    }),
    settings: {},
  } as unknown as Workflow
}

const readErrors = (set: keyof typeof rows): readonly PlantedError[] =>
  (rows[set] as unknown as readonly PlantedRow[]).map(({ name, workflow, node, code, others, ...parts }) => {
    const error = { name, workflow: createWorkflow(workflow, parts), node, code }
    if (!others) return error
    const workflows = Object.entries(others).map(([other, itsParts]) => [other, createWorkflow(other, itsParts)])
    return { ...error, otherWorkflows: Object.fromEntries(workflows) as Record<string, Workflow> }
  })

/** Planted errors that were used to develop the rules. */
export const knownErrors = readErrors('known')
/** Held-out planted errors, which were not used to develop the rules. */
export const heldOutErrors = readErrors('heldOut')
/** Planted errors that were added after the rules were written. */
export const laterErrors = readErrors('later')
/** Planted errors that no known edit fixes, or that several edits could fix. */
export const errorsWithoutFix = readErrors('withoutFix')
