import type { Workflow } from '../../document/workflow.ts'

/** A data file in an exported HTML file: base64 of its gzip. @internal */
export interface PageData {
  readonly name: string
  readonly content: string
}

/** The place for the content in `aw-page.html`. It contains no text of a workflow, which could look like the end. */
const startTag = '<script type="application/json" id="aw-content">'

/**
 * Writes a workflow and its data into the page of `aw-page.html`, as parts of the exported file. Returns `undefined` if
 * the page is a different one.
 *
 * @internal
 */
export function fillPage(page: string, workflow: Workflow, data: readonly PageData[]): string[] | undefined {
  const start = page.indexOf(startTag)
  const end = page.indexOf('</script>', start)
  if (start < 0 || page.slice(start + startTag.length, end).trim() !== '{}') return undefined
  // Inside a script element, `<` could begin its end or a comment.
  const content = JSON.stringify({ workflow, data }).replaceAll('<', String.raw`\u003c`)
  return [page.slice(0, start + startTag.length), content, page.slice(end)]
}
