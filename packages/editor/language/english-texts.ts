import { describeOperation } from '@aw-flow/schema'
import { englishFormatter, type MessageFormatter } from '@aw-flow/messages/catalogs'
import { provideOperations } from './render-operation.ts'
import { provideEnglish } from './render-text.ts'

/** Provides the English catalogs and the descriptions of operations, which are not part of the first load. */
export function provideEnglishTexts(): MessageFormatter {
  provideOperations(describeOperation)
  provideEnglish(englishFormatter)
  return englishFormatter
}
