import type { FuzzTarget } from './fuzz-target.ts'
import { arrowTarget } from './targets/arrow.ts'
import { csvTarget } from './targets/csv.ts'
import { documentTarget, yamlTarget } from './targets/documents.ts'
import { expressionTarget } from './targets/expressions.ts'
import { frameTarget } from './targets/frames.ts'
import { httpTarget } from './targets/http.ts'
import { htmlTarget, xmlTarget } from './targets/markup.ts'
import { parquetTarget } from './targets/parquet.ts'
import { odsTarget, xlsxTarget } from './targets/spreadsheets.ts'
import { sqliteTarget } from './targets/sqlite.ts'
import { statementTarget } from './targets/statements.ts'
import { zipTarget } from './targets/zip.ts'

export const fuzzTargets: readonly FuzzTarget[] = [
  csvTarget,
  zipTarget,
  xlsxTarget,
  odsTarget,
  parquetTarget,
  arrowTarget,
  sqliteTarget,
  xmlTarget,
  htmlTarget,
  documentTarget,
  yamlTarget,
  expressionTarget,
  statementTarget,
  httpTarget,
  frameTarget,
]
