import { error, type Column, type Problem } from '@aw-flow/schema'

const types =
  /^(?:BOOLEAN|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|FLOAT|DOUBLE|DECIMAL\(\d{1,2}, ?\d{1,2}\)|VARCHAR|DATE|TIME|TIMESTAMP)$/

/** Columns as a person writes them: a name and a type a line. */
export function readColumns(text: string): { columns: Column[]; problems: Problem[] } {
  const columns: Column[] = []
  const problems: Problem[] = []
  const tell = (message: string, hint: string): void =>
    void problems.push(error('rows.columns', message, { where: { setting: 'columns' }, hint }))
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const [, name = '', type = ''] = /^\s*(.*?)\s+(\w+(?:\s*\([^)]*\))?)\s*$/.exec(line) ?? []
    const upper = type.toUpperCase().replaceAll(/\s+/g, '')
    if (name === '' || !types.test(upper)) {
      tell(
        `Line ${index + 1} of the columns, "${line.trim()}", is no name and type.`,
        'Write for example: price DECIMAL(9,2). Types: BOOLEAN, INTEGER, BIGINT, DOUBLE, DECIMAL(p,s), VARCHAR, DATE, TIME, TIMESTAMP.',
      )
    } else if (columns.some((column) => column.name.toLowerCase() === name.toLowerCase())) {
      tell(`The column \`${name}\` is declared twice.`, 'Name each column once.')
    } else columns.push({ name, type: upper })
  }
  return { columns, problems }
}
