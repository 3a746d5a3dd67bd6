import { englishFormatter, renderTexts } from '@aw-flow/messages/catalogs'

/**
 * Formats a report as JSON for programs: messages are rendered as English text, and problems have `message` and
 * `hint` in addition to their code and parameters.
 *
 * @param indent Spaces per level; 0 for one line.
 */
export const formatReportJson = (report: unknown, indent = 2): string =>
  JSON.stringify(renderTexts(report, englishFormatter), null, indent)
