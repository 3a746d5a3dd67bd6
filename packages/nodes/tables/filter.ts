import { message } from '@aw-flow/messages'
import { quoteIdentifier } from '@aw-flow/engine'
import { z } from 'zod'
import { compileConditions, conditionSettings, describeConditions } from './row-condition.ts'
import { createEarlierVersion } from '../logic/create-earlier-version.ts'
import { insertionSetting } from '../requests/insertion.ts'
import { checkRowExpression } from './row-expression.ts'
import { defineTableNode, planRowwiseTable } from './table-node.ts'

const settings = z.strictObject({ ...conditionSettings, ...insertionSetting })

/** Keeps the rows that match conditions. @internal */
export const filterNode = defineTableNode({
  type: 'filter',
  version: 1,
  title: 'Filter rows',
  description:
    'Keeps the rows that match conditions or an expression, in their original order, and counts removed rows.',
  icon: 'funnel',
  settings,
  composes: true,
  summary: (config) => message('filter.summary', { conditions: describeConditions(config) }),

  check: ({ expression }) => checkRowExpression(expression, 'expression'),

  plan(config, { table }) {
    const { columns } = table!
    const { matches, matchesAll, problems } = compileConditions(config, columns)
    if (problems.length > 0) return { problems }
    const cells = columns.map((column) => quoteIdentifier(column.name))
    return {
      outputs: {
        table: planRowwiseTable([...columns], { cells, input: table!, ...(matchesAll ? {} : { where: matches }) }),
      },
    }
  },
})

/** Version 1, for runs that started with it. It inserts values unchanged. @internal */
export const filterNodeV1 = createEarlierVersion(filterNode, 1, settings)
