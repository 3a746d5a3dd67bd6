import { offerFormat } from './open-format.ts'
import { readWorkbook } from './read-workbook.ts'

offerFormat((file) => Promise.resolve(() => readWorkbook(() => file.arrayBuffer())))
