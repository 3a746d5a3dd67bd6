export {
  formatBytes,
  formatTimeOfDay,
  formatCount,
  formatDuration,
  formatDateTime,
  formatPercent,
  getLanguageName,
  defaultLanguage,
} from './format-values.ts'
export { formatCost } from './format-cost.ts'
export { getColumnTypeKey } from './column-type-key.ts'
export { fileFormatNames, formatEncodingName, formatFileFormatName } from './format-names.ts'
export { findLanguage, findTranslation, languages, type Language, type TranslatedLanguage } from './languages.ts'
export { getHostCatalogs, registerMessages, type MessageCatalogs } from './host-messages.ts'
export { isMessage, message } from './message.ts'
export type {
  CatalogKey,
  Message,
  MessageCode,
  MessageParam,
  MessageParams,
  ParamsOfCode,
  ProblemCode,
  Text,
} from './message.ts'
export type { ParamsOf } from './params-of.ts'
