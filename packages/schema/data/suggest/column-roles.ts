import { typeFamily, type Column, type TypeFamily } from '../table.ts'

/** Statistics and meaning of a column's values; a column profile contains them. @public */
export interface ColumnFacts {
  /** The name of the column. */
  readonly name: string
  /** The number of distinct values. */
  readonly distinct?: number
  /** The meaning of the values, if it was detected. */
  readonly semantic?: { readonly type: string } | undefined
}

/** Probable uses of the columns of a table, from their types, names and values. Lists keep their order. */
export interface ColumnRoles {
  /** Columns that identify a row here or in another table. */
  readonly ids: readonly Column[]
  readonly times: readonly Column[]
  /** Numbers that are not ids and do not have the same value in each row. */
  readonly numbers: readonly Column[]
  /** Text and booleans with few values. */
  readonly categories: readonly Column[]
}

const maxCategories = 50
const idNames = /(^|[_\s.-])(id|uuid|guid|key|index|idx|nr|no)$|^(id|index|rowid|code|zip|postal.?code)/i

/** Finds the roles of columns. Without facts about a column, its name and its type decide. */
export function findColumnRoles(columns: readonly Column[], facts: readonly ColumnFacts[] = []): ColumnRoles {
  const factsByName = new Map(facts.map((fact) => [fact.name, fact]))
  const isId = ({ name }: Column): boolean => {
    const type = factsByName.get(name)?.semantic?.type
    return type === 'id' || type === 'postal-code' || (type === undefined && idNames.test(name))
  }
  const filterByFamily = (...families: TypeFamily[]): Column[] =>
    families.flatMap((family) => columns.filter(({ type }) => typeFamily(type) === family))
  const isCategory = (column: Column): boolean => {
    const count = factsByName.get(column.name)?.distinct
    return !isId(column) && (count === undefined ? !isFreeText(column) : count > 1 && count <= maxCategories)
  }
  return {
    ids: columns.filter(isId),
    times: filterByFamily('time'),
    numbers: filterByFamily('number').filter((column) => !isId(column) && factsByName.get(column.name)?.distinct !== 1),
    categories: filterByFamily('text', 'boolean').filter(isCategory),
  }
}

/** Returns whether a column probably contains free text, with a different value in each row. */
const isFreeText = ({ name }: Column): boolean =>
  /name|title|text|description|comment|note|address|url|email|street|message/i.test(name)
