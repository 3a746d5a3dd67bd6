/** Removes the reasoning that a model writes before its answer, from text that arrives in pieces. */
export type ReasoningFilter = ReturnType<typeof createReasoningFilter>

/** Removes the reasoning before an answer from its complete text. */
export function removeReasoning(text: string): string {
  const filter = createReasoningFilter()
  return filter.push(text) + filter.end()
}

const tags = [
  { start: '<think>', end: '</think>' },
  { start: '<thinking>', end: '</thinking>' },
  { start: '<reasoning>', end: '</reasoning>' },
] as const

/**
 * Creates a filter for reasoning in tags, as local models write it: `<think>…</think>` before the answer. The same tags
 * within an answer are part of it.
 *
 * @example
 *   const filter = createReasoningFilter()
 *   filter.push('<thi') // ''
 *   filter.push('nk>Is it noon?</think>It is') // 'It is'
 *   filter.push(' noon.') // ' noon.'
 */
export function createReasoningFilter() {
  /** The text at the start that may be reasoning, or `undefined` once the answer has begun. */
  let start: string | undefined = ''
  return {
    /** Returns the part of the text that belongs to the answer, as far as that is known. */
    push(text: string): string {
      if (start === undefined) return text
      start += text
      const trimmed = start.trimStart()
      const tag = tags.find((candidate) => trimmed.startsWith(candidate.start))
      if (!tag) {
        if (tags.some((candidate) => candidate.start.startsWith(trimmed))) return ''
        const answer = start
        start = undefined
        return answer
      }
      const end = trimmed.indexOf(tag.end)
      if (end < 0) return ''
      const answer = trimmed.slice(end + tag.end.length).trimStart()
      // The blank lines between reasoning and answer may arrive later.
      if (answer === '') return ''
      start = undefined
      return answer
    },
    /** Returns the rest of the answer. */
    end(): string {
      const isReasoning = tags.some((tag) => start?.trimStart().startsWith(tag.start))
      const answer = isReasoning ? '' : (start ?? '')
      start = undefined
      return answer
    },
  }
}
