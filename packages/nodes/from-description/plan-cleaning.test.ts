import type { Column } from '@aw-flow/schema'
import { describe, expect, it } from 'vitest'
import { createBuiltInCatalog } from '../built-in-nodes.ts'
import { planFromDescription } from './plan-from-description.ts'

const catalog = createBuiltInCatalog()
const toColumns = (types: Readonly<Record<string, string>>): Column[] =>
  Object.entries(types).map(([name, type]) => ({ name, type }))

const people = toColumns({
  person_no: 'BIGINT',
  full_name: 'VARCHAR',
  town: 'VARCHAR',
  nation: 'VARCHAR',
  phone: 'VARCHAR',
  fee: 'DOUBLE',
  joined: 'DATE',
})
const values: Record<string, string[]> = {
  full_name: ['Ng, Ada', 'Roe, Bo'],
  town: ['Rome', 'rome ', 'OSLO'],
  nation: ['IT', 'Italy', 'italia', 'NO', 'Norway'],
  phone: ['0 12-3', '4 56'],
}
const plan = (description: string, others: Column[][] = []) =>
  planFromDescription({ description, catalog, columns: people, others, values })
const steps = (description: string, others: Column[][] = []): [string, unknown][] =>
  plan(description, others)
    .nodes.filter(({ type }) => type !== 'loading' && type !== 'table')
    .map(({ type, config }) => [type, config])
const derive = (column: string, expression: string): [string, unknown] => ['derive_column', { column, expression }]
const trimmed = '$replace(town, /^\\s+|\\s+$/, "")'

describe('cells', () => {
  it.each([
    'The towns are a mess. Trim them and make them upper case, then the number of people per town',
    'How many people per town? Town is spelled all over the place, so write it in capital letters without spaces around',
    'strip the blanks around town, make it uppercase, and count the people by town',
    'Bitte Leerzeichen bei town entfernen und in Großbuchstaben schreiben, dann Anzahl pro town',
    'Convert town to upper case and remove leading and trailing spaces. Count per town.',
  ])('are cleaned before they are counted: %s', (description) => {
    const found = steps(description)
    const rewritten = found.filter(([type]) => type === 'derive_column').map(([, config]) => JSON.stringify(config))
    expect(rewritten.join(' ')).toContain('$uppercase(')
    expect(rewritten.join(' ')).toContain('$replace(town')
    expect(found.at(-1)).toEqual([
      'aggregate',
      { groupBy: ['town'], measures: [{ function: 'count', column: '', as: 'count' }] },
    ])
  })

  it.each([
    'Italy and italia should become IT, Norway should become NO.',
    'Standardize nation (Italy and italia -> IT; Norway -> NO).',
    'Recode nation so that Italy, italia become IT and Norway becomes NO',
    'correct the nation: Italy and italia => IT, Norway => NO',
    'In nation, Italy and italia should both be IT, and Norway should be NO',
  ])('get the value that their old values lead to: %s', (description) => {
    const key = '$lowercase($trim(nation))'
    expect(steps(description)[0]).toEqual(
      derive('nation', `${key} = "italy" or ${key} = "italia" ? "IT" : ${key} = "norway" ? "NO" : nation`),
    )
  })

  it.each([
    ['remove spaces and hyphens from the phone column', [' ', '-']],
    ['strip all spaces out of phone', [' ']],
    ['phone without hyphens and spaces please', ['-', ' ']],
    ['delete the dashes in the phone', ['-']],
    ['Entferne die Bindestriche aus phone', ['-']],
  ])('lose characters: %s', (description, characters) => {
    const expression = characters.reduce((text, each) => `$replace(${text}, ${JSON.stringify(each)}, "")`, 'phone')
    expect(steps(description)).toEqual([derive('phone', expression)])
  })

  it.each([
    'fill the gaps in fee with the median',
    'replace missing fee by its median',
    'Impute empty fee values using the median',
    'put the median where fee is empty',
    'Lücken in fee mit dem Median auffüllen',
  ])('are filled by a method that is no measure: %s', (description) => {
    expect(steps(description)).toEqual([['fill', { columns: ['fee'], how: 'median' }]])
  })

  it.each([
    'Split full_name at the comma into last and first',
    'split full_name by comma, call the parts last and first',
    'Separate full_name at "," into last and first.',
  ])('are split into columns: %s', (description) => {
    expect(steps(description)).toEqual([
      derive('last', '$trim($substringBefore(full_name, ","))'),
      derive('first', '$contains(full_name, ",") ? $trim($substringAfter(full_name, ",")) : ""'),
    ])
  })

  it.each([
    'Join town and nation to one column called place, like "Rome, IT", then drop the two original columns',
    'Combine town and nation into a single column called place with a comma and remove the original columns.',
    'Make a place column out of town and nation, like "Oslo, NO", and delete the old columns',
  ])('are joined to one column: %s', (description) => {
    expect(steps(description)).toEqual([
      derive('place', 'town & ", " & nation'),
      ['select', { columns: ['town', 'nation'], how: 'drop' }],
    ])
  })

  it.each([
    'The phone column is useless, throw it out. Count per town.',
    'Nobody needs the phone column, please remove it. Count per town.',
    'the phone column is empty anyway, drop it; count per town',
  ])('of a column that a pronoun means are dropped: %s', (description) => {
    expect(steps(description)[0]).toEqual(['select', { columns: ['phone'], how: 'drop' }])
  })

  it('of both files are rewritten before they are keys', () => {
    const blocked = toColumns({ town: 'VARCHAR', since: 'DATE' })
    expect(steps('Trim the town in both lists, and leave out everyone who is in the blocked list', [blocked])).toEqual([
      derive('town', trimmed),
      derive('town', trimmed),
      ['join', { kind: 'anti', keys: [{ left: 'town', right: 'town' }] }],
    ])
  })
})

describe('two files', () => {
  const visits = toColumns({ Visit: 'BIGINT', 'Person No': 'BIGINT', town: 'VARCHAR', price: 'DOUBLE' })
  it.each([
    ['Join both on person no', 'inner'],
    ['Combine them by the number of the person', 'inner'],
    ['Which people are not in the visits list?', 'anti'],
    ['Remove everybody who appears in the other file', 'anti'],
    ['people that have no match in the second file', 'anti'],
    ['Keep only people that are listed in the visits file', 'semi'],
    ['Exclude the people who are not in the visit list', 'semi'],
  ])('belong together: %s', (description, kind) => {
    const [, config] = steps(description, [visits]).find(([type]) => type === 'join')!
    expect(config).toMatchObject({ kind, keys: [{ left: 'person_no', right: 'Person No' }] })
  })

  it('do not join on the columns that group the rows', () => {
    const [, config] = steps('Join on person no, then the total fee by nation and town', [visits])[0]!
    expect(config).toMatchObject({ keys: [{ left: 'person_no', right: 'Person No' }] })
  })
})

describe('listed columns', () => {
  const chosen = { columns: ['person_no', 'full_name', 'joined'], how: 'keep' }
  it.each([
    'I only need person number, full name and joined.',
    'Fee above 10. Person no, full name, joined.',
    'People with a fee above 10, sorted by fee. Columns: person no, full name, joined',
    'Show me person number, the full name and joined, biggest fee first',
    'Ich brauche nur person_no, full_name und joined.',
  ])('are those of the result, in their order: %s', (description) => {
    expect(steps(description).at(-1)).toEqual(['select', chosen])
  })

  it('can name columns that are computed, and each row occurs once', () => {
    expect(
      steps('double = fee * 2. I only need town and nation and double, no duplicates').map(([type, config]) =>
        type === 'select' ? config : type,
      ),
    ).toEqual(['derive_column', { columns: ['town', 'nation', 'double'], how: 'keep' }, 'deduplicate'])
  })
})

it.each([
  'Quality check: keep people with a fee above 10',
  'Just a quick check: show people with a fee above 10',
  'Please check the fees: only people with a fee over 10',
])('reads a heading with a check as a remark: %s', (description) => {
  const { ignored } = plan(description)
  expect(steps(description)).toEqual([
    ['filter', { conditions: [{ column: 'fee', is: 'more', value: 10 }], match: 'all' }],
  ])
  expect(ignored.join(' ')).toContain('check')
})
