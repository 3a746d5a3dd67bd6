import { accounts } from './accounts.ts'
import { administration } from './administration.ts'
import { environment } from './environment.ts'
import { fieldData } from './field-data.ts'
import { fixedColumns } from './fixed-columns.ts'
import { instruments } from './instruments.ts'
import { laboratory } from './laboratory.ts'
import { money } from './money.ts'
import { moreAdministration } from './more-administration.ts'
import { moreEnvironment } from './more-environment.ts'
import { moreInstruments } from './more-instruments.ts'
import { moreMoney } from './more-money.ts'
import { moreOffices } from './more-offices.ts'
import { moreShapes } from './more-shapes.ts'
import { moreSheets } from './more-sheets.ts'
import { moreSociety } from './more-society.ts'
import { offices } from './offices.ts'
import { registers } from './registers.ts'
import { shapes } from './shapes.ts'
import { sheets } from './sheets.ts'
import { society } from './society.ts'
import { textTables } from './text-tables.ts'
import { withoutHeader } from './without-header.ts'

/** All layouts, by the file in which they stand. */
export const layouts = {
  withoutHeader,
  fixedColumns,
  fieldData,
  laboratory,
  administration,
  moreAdministration,
  accounts,
  textTables,
  shapes,
  moreShapes,
  offices,
  moreOffices,
  environment,
  moreEnvironment,
  instruments,
  moreInstruments,
  money,
  moreMoney,
  registers,
  society,
  moreSociety,
  sheets,
  moreSheets,
}
