import type { Operation, OperationName } from '@aw-flow/schema'
import { bucketOperation } from './bucket.ts'
import { caseOperation } from './case.ts'
import { castOperation } from './cast.ts'
import { copyOperation } from './copy.ts'
import { decodeOperation } from './decode.ts'
import { deduplicateOperation } from './deduplicate.ts'
import { deriveOperation } from './derive.ts'
import { dropColumnOperation } from './drop-column.ts'
import { dropNullRowsOperation } from './drop-null-rows.ts'
import { dropRowsOperation } from './drop-rows.ts'
import { emptyTextsOperation } from './empty-texts.ts'
import { emptyWhereOperation } from './empty-where.ts'
import { encodeOperation } from './encode.ts'
import { extractOperation } from './extract.ts'
import { fillOperation } from './fill.ts'
import { filterOperation } from './filter.ts'
import { finiteOperation } from './finite.ts'
import { flagOperation } from './flag.ts'
import { generateIdOperation } from './generate-id.ts'
import { geocodeOperation } from './geocode.ts'
import { interpolateOperation } from './interpolate.ts'
import { joinColumnsOperation } from './join-columns.ts'
import { joinTablesOperation } from './join-tables.ts'
import { mapValuesOperation } from './map-values.ts'
import { mergeSpellingsOperation } from './merge-spellings.ts'
import { numberRowsOperation } from './number-rows.ts'
import type { CompiledOperation, OperationDefinition, Stage } from './operation-definition.ts'
import { orderColumnsOperation } from './order-columns.ts'
import { parseCurrencyOperation } from './parse-currency.ts'
import { parseDateOperation } from './parse-date.ts'
import { parseNumberOperation } from './parse-number.ts'
import { pivotOperation } from './pivot.ts'
import { pointsOfLinksOperation } from './points-of-links.ts'
import { projectOperation } from './project.ts'
import { renameOperation } from './rename.ts'
import { replaceOperation } from './replace.ts'
import { resolveLinksOperation } from './resolve-links.ts'
import { scaleOperation } from './scale.ts'
import { selectOperation } from './select.ts'
import { setCellsOperation } from './set-cells.ts'
import { splitOperation } from './split.ts'
import { trimOperation } from './trim.ts'
import { unpivotOperation } from './unpivot.ts'
import { unscaleOperation } from './unscale.ts'

/** Every operation there is, by name. */
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

const definitionOf = (operation: Operation): OperationDefinition => operations[operation.op] as OperationDefinition

/** Compiles an operation over the columns that the one before left. Throws a `RangeError` that says what does not fit. */
export const compileOperation = (operation: Operation, stage: Stage): CompiledOperation =>
  definitionOf(operation).compile(operation, stage)

/** The columns that an operation reads. */
export const columnsRead = (operation: Operation): readonly string[] => definitionOf(operation).reads(operation)
