import type { Operation, OperationName } from '@aw-flow/schema/internal'
import { bucketOperation } from './columns/bucket.ts'
import { caseOperation } from './cells/case.ts'
import { castOperation } from './cells/cast.ts'
import { copyOperation } from './columns/copy.ts'
import { decodeOperation } from './columns/decode.ts'
import { deduplicateOperation } from './rows/deduplicate.ts'
import { deriveOperation } from './columns/derive.ts'
import { dropColumnOperation } from './columns/drop-column.ts'
import { dropNullRowsOperation } from './rows/drop-null-rows.ts'
import { dropRowsOperation } from './rows/drop-rows.ts'
import { emptyTextsOperation } from './cells/empty-texts.ts'
import { emptyWhereOperation } from './cells/empty-where.ts'
import { encodeOperation } from './columns/encode.ts'
import { extractOperation } from './columns/extract.ts'
import { fillOperation } from './rows/fill.ts'
import { filterOperation } from './rows/filter.ts'
import { finiteOperation } from './cells/finite.ts'
import { flagOperation } from './columns/flag.ts'
import { generateIdOperation } from './columns/generate-id.ts'
import { geocodeOperation } from './rows/geocode.ts'
import { interpolateOperation } from './rows/interpolate.ts'
import { joinColumnsOperation } from './columns/join-columns.ts'
import { joinTablesOperation } from './rows/join-tables.ts'
import { mapValuesOperation } from './cells/map-values.ts'
import { mergeSpellingsOperation } from './cells/merge-spellings.ts'
import { numberRowsOperation } from './columns/number-rows.ts'
import type { CompiledOperation, OperationDefinition, OperationInput } from './operation-definition.ts'
import { orderColumnsOperation } from './columns/order-columns.ts'
import { parseCurrencyOperation } from './cells/parse-currency.ts'
import { parseDateOperation } from './cells/parse-date.ts'
import { parseNumberOperation } from './cells/parse-number.ts'
import { pivotOperation } from './rows/pivot.ts'
import { pointsOfLinksOperation } from './rows/points-of-links.ts'
import { projectOperation } from './columns/project.ts'
import { renameOperation } from './columns/rename.ts'
import { replaceOperation } from './cells/replace.ts'
import { resolveLinksOperation } from './rows/resolve-links.ts'
import { scaleOperation } from './cells/scale.ts'
import { selectOperation } from './columns/select.ts'
import { setCellsOperation } from './cells/set-cells.ts'
import { splitOperation } from './columns/split.ts'
import { trimOperation } from './cells/trim.ts'
import { unpivotOperation } from './rows/unpivot.ts'
import { unscaleOperation } from './cells/unscale.ts'

/** All operations, keyed by name. */
export const operations: { [Name in OperationName]: OperationDefinition<Name> } = {
  trim: trimOperation,
  case: caseOperation,
  replace: replaceOperation,
  'parse-number': parseNumberOperation,
  'parse-date': parseDateOperation,
  'parse-currency': parseCurrencyOperation,
  cast: castOperation,
  finite: finiteOperation,
  'empty-texts': emptyTextsOperation,
  'map-values': mapValuesOperation,
  'merge-spellings': mergeSpellingsOperation,
  scale: scaleOperation,
  unscale: unscaleOperation,
  'empty-where': emptyWhereOperation,
  'set-cells': setCellsOperation,
  rename: renameOperation,
  copy: copyOperation,
  split: splitOperation,
  'join-columns': joinColumnsOperation,
  extract: extractOperation,
  derive: deriveOperation,
  flag: flagOperation,
  encode: encodeOperation,
  decode: decodeOperation,
  bucket: bucketOperation,
  project: projectOperation,
  'generate-id': generateIdOperation,
  'number-rows': numberRowsOperation,
  'drop-column': dropColumnOperation,
  select: selectOperation,
  'order-columns': orderColumnsOperation,
  'drop-null-rows': dropNullRowsOperation,
  'drop-rows': dropRowsOperation,
  filter: filterOperation,
  deduplicate: deduplicateOperation,
  fill: fillOperation,
  interpolate: interpolateOperation,
  pivot: pivotOperation,
  unpivot: unpivotOperation,
  'join-tables': joinTablesOperation,
  geocode: geocodeOperation,
  'points-of-links': pointsOfLinksOperation,
  'resolve-links': resolveLinksOperation,
}

const findDefinition = (operation: Operation): OperationDefinition => operations[operation.op] as OperationDefinition

/**
 * Compiles an operation for its input.
 *
 * @throws An `OperationError` if the input lacks the columns or types that the operation needs.
 */
export const compileOperation = (operation: Operation, input: OperationInput): CompiledOperation =>
  findDefinition(operation).compile(operation, input)

/** Returns the names of the columns that an operation reads. @internal */
export const findReadColumns = (operation: Operation): readonly string[] =>
  findDefinition(operation).getReadColumns(operation)
