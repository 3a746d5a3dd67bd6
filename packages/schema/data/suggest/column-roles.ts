import { getTypeFamily, type Column, type TypeFamily } from '../table.ts'

/** Statistics about a column's values and their meaning. A column profile satisfies this interface. @public */
export interface ColumnFacts {
  /** The name of the column. */
  readonly name: string
  /** The number of distinct values. */
  readonly distinct?: number
  /** The detected meaning of the values, if any. */
  readonly semantic?: { readonly type: string } | undefined
}

/**
 * Probable roles of a table's columns, based on their types, names and values. Each list is in column order, but
 * `categories` lists text columns before boolean ones.
 */
export interface ColumnRoles {
  /** Columns that identify a row in this table or another table. */
  readonly ids: readonly Column[]
  readonly times: readonly Column[]
  /** Numeric columns that are not ids and whose values are not all equal. */
  readonly numbers: readonly Column[]
  /** Text and boolean columns with few distinct values. */
  readonly categories: readonly Column[]
}

const maxCategoryValues = 50
const idNamePattern = /(^|[_\s.-])(id|uuid|guid|key|index|idx|nr|no)$|^(id|index|rowid|code|zip|postal.?code)/i

/** Determines the roles of columns. Columns without statistics are classified by name and type. */
export function findColumnRoles(columns: readonly Column[], statistics: readonly ColumnFacts[] = []): ColumnRoles {
  const statisticsByName = new Map(statistics.map((entry) => [entry.name, entry]))
  const isId = ({ name }: Column): boolean => {
    const type = statisticsByName.get(name)?.semantic?.type
    return type === 'id' || type === 'postal-code' || (type === undefined && idNamePattern.test(name))
  }
  const filterByFamily = (...families: TypeFamily[]): Column[] =>
    families.flatMap((family) => columns.filter(({ type }) => getTypeFamily(type) === family))
  const isCategory = (column: Column): boolean => {
    const count = statisticsByName.get(column.name)?.distinct
    return !isId(column) && (count === undefined ? !isFreeText(column) : count > 1 && count <= maxCategoryValues)
  }
  return {
    ids: columns.filter(isId),
    times: filterByFamily('time'),
    numbers: filterByFamily('number').filter(
      (column) => !isId(column) && statisticsByName.get(column.name)?.distinct !== 1,
    ),
    categories: filterByFamily('text', 'boolean').filter(isCategory),
  }
}

/** Returns whether a column probably contains free text, with a different value in each row. */
const isFreeText = ({ name }: Column): boolean =>
  /name|title|text|description|comment|note|address|url|email|street|message/i.test(name)
