import { loadLazyTexts } from '../../language/languages.ts'
import type { Column } from '@aw-flow/schema'
import type { TableFilter } from '@aw-flow/schema/internal'
import { AskPanel } from './ask/ask-panel.ts'
import { createChoiceMenu } from './choice-menu.ts'
import { ColumnStatistics } from './columns/column-statistics.ts'
import { copyFormats, formatRange } from './cells/format-range.ts'
import { createFormatters } from './formats/create-formatter.ts'
import { FormatForm } from './formats/format-form.ts'
import type { ColumnFormat, ColumnFormatter } from './formats/column-format.ts'
import { GroupForm } from './columns/group-form.ts'
import type { DataTableStrings } from './table-strings.ts'
import { tableToolStrings } from './table-tool-strings.ts'
import { formatValue, ValueFilter } from './columns/value-filter.ts'

/** Maximum number of values listed in the chip of a value filter. */
const maxNamedValues = 3

/**
 * Creates the table tools with strings in the given language.
 */
export async function createTableTools(language: string) {
  const strings = await loadLazyTexts(language, 'tableTools', tableToolStrings)
  return {
    strings,
    AskPanel,
    ColumnStatistics,
    copyFormats,
    createChoiceMenu,
    FormatForm,
    formatRange,
    GroupForm,
    ValueFilter,
    /** Creates the column formatters, keyed by column name. */
    createFormatters: (
      columns: readonly Column[],
      formats: Readonly<Record<string, ColumnFormat>>,
    ): ReadonlyMap<string, ColumnFormatter> => createFormatters(columns, formats, language, strings.formats),
    /** Describes a value filter. */
    describeValues(
      { column, values = [] }: TableFilter,
      columns: readonly Column[],
      tableStrings: DataTableStrings,
    ): string {
      const type = columns.find(({ name }) => name === column)?.type ?? ''
      if (values.length > maxNamedValues) return strings.oneOfMany(column, values.length)
      const labels = values.map((value) => formatValue(value, { type }, tableStrings, strings))
      return strings.oneOf(column, labels)
    },
  }
}

/** Value filters, statistics, groups, column formats and copy formats, with their UI strings. Loaded after the table. */
export type TableTools = Awaited<ReturnType<typeof createTableTools>>
