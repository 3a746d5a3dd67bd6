import { message, type Text } from '@aw-flow/messages'
import { error, type Column, type Problem } from '@aw-flow/schema'

const typePattern =
  /^(?:BOOLEAN|TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT|FLOAT|DOUBLE|DECIMAL\(\d{1,2}, ?\d{1,2}\)|VARCHAR|DATE|TIME|TIMESTAMP)$/

/** Parses column declarations, which consist of a name and a type on each line. */
export function parseDeclaredColumns(text: string): { columns: Column[]; problems: Problem[] } {
  const columns: Column[] = []
  const problems: Problem[] = []
  const reportProblem = (reason: Text): void =>
    void problems.push(error('rows.columns', { reason }, { where: { setting: 'columns' } }))
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    const { name, type } = splitColumn(line.trim())
    const normalizedType = type.toUpperCase().replaceAll(/\s+/g, '')
    if (name === '' || !typePattern.test(normalizedType)) {
      reportProblem(message('rows.columns-line', { line: index + 1, text: line.trim() }))
    } else if (columns.some((column) => column.name.toLowerCase() === name.toLowerCase())) {
      reportProblem(message('rows.duplicate-column', { column: name }))
    } else columns.push({ name, type: normalizedType })
  }
  return { columns, problems }
}

/** Splits `name type` at the last space before the type. The type can have parameters in parentheses. */
function splitColumn(text: string): { name: string; type: string } {
  const parenthesisIndex = text.endsWith(')') ? text.lastIndexOf('(') : text.length
  const head = text.slice(0, Math.max(0, parenthesisIndex)).trimEnd()
  const typeName = head.split(/\s/).at(-1) ?? ''
  const name = head.slice(0, head.length - typeName.length).trimEnd()
  return { name, type: typeName + text.slice(parenthesisIndex) }
}
