const codeBlock = /^```(\w+) title="([^"]+)"\n(.*?)^```$/gms

/** The parts of a guide for a framework or a build tool. @public */
export interface Guide {
  /** Files of the project by path. A title `angular.json: a.b` has settings for a part of a JSON file. */
  readonly files: Readonly<Record<string, string>>
  /** Policies by their title, one directive per line. */
  readonly policies: Readonly<Record<string, string>>
}

/**
 * Reads a guide from `docs/embedding`. Every code block with a title is a file of its project, or a content security
 * policy.
 *
 * @param text - The guide in Markdown.
 * @internal
 */
export function readGuide(text: string): Guide {
  const blocks = [...text.matchAll(codeBlock)].map(([, language, title = '', code = '']) => ({ language, title, code }))
  const collectBlocks = (isPolicy: boolean): Record<string, string> =>
    Object.fromEntries(
      blocks.filter(({ language }) => (language === 'http') === isPolicy).map(({ title, code }) => [title, code]),
    )
  return { files: collectBlocks(false), policies: collectBlocks(true) }
}
