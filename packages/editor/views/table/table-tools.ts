import type { Column, TableFilter } from '@aw-flow/schema'
import { createChoiceMenu } from './choice-menu.ts'
import { ColumnStatistics } from './column-statistics.ts'
import { copyFormats, formatRange } from './format-range.ts'
import { GroupForm } from './group-form.ts'
import type { DataTableStrings } from './table-strings.ts'
import { loadTableToolStrings, tableToolStrings } from './table-tool-strings.ts'
import { formatValue, ValueFilter } from './value-filter.ts'

/** Number of values that the chip of a filter by values lists. */
const maxNamedValues = 3

/** Creates the tools of tables with their texts in a language; in English if they cannot be loaded. */
export async function createTableTools(language: string) {
  const strings = await loadTableToolStrings(language).catch(() => tableToolStrings)
  return {
    strings,
    ColumnStatistics,
    copyFormats,
    createChoiceMenu,
    formatRange,
    GroupForm,
    ValueFilter,
    /** Describes a filter by values. */
    describeValues({ column, values = [] }: TableFilter, columns: readonly Column[], texts: DataTableStrings): string {
      const type = columns.find(({ name }) => name === column)?.type ?? ''
      const named = values.slice(0, maxNamedValues).map((value) => formatValue(value, { type }, texts, strings))
      return strings.oneOf(column, named, values.length)
    },
  }
}
