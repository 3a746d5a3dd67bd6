import { englishFormatter, renderTexts } from '@aw-flow/messages/catalogs'

/**
 * Formats a report as JSON for use by programs. Messages are rendered as English text, and problems have a `message`
 * and a `hint` in addition to their code and parameters.
 *
 * @param indent Number of spaces per level. 0 produces a single line.
 */
export const formatReportJson = (report: unknown, indent = 2): string =>
  JSON.stringify(renderTexts(report, englishFormatter), null, indent)
