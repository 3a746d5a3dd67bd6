const codeBlockPattern = /^```(\w+) title="([^"]+)"\n(.*?)^```$/gms

/** The project files and policies that a guide for a framework or build tool contains. @public */
export interface Guide {
  /**
   * Project files, keyed by path. A key such as `angular.json: a.b` holds settings to merge into that JSON file at
   * `a.b`.
   */
  readonly files: Readonly<Record<string, string>>
  /** Content security policies, keyed by title, with one directive per line. */
  readonly policies: Readonly<Record<string, string>>
}

/**
 * Parses a guide from `docs/embedding`. Each titled code block is either a project file or, if its language is `http`,
 * a content security policy.
 *
 * @param text - The guide as Markdown.
 * @internal
 */
export function parseGuide(text: string): Guide {
  const blocks = [...text.matchAll(codeBlockPattern)].map(([, language, title = '', code = '']) => ({
    language,
    title,
    code,
  }))
  const collectBlocks = (isPolicy: boolean): Record<string, string> =>
    Object.fromEntries(
      blocks.filter(({ language }) => (language === 'http') === isPolicy).map(({ title, code }) => [title, code]),
    )
  return { files: collectBlocks(false), policies: collectBlocks(true) }
}
