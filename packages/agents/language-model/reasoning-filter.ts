/** Removes the reasoning that a model writes before its answer, from text that arrives in pieces. */
export type ReasoningFilter = ReturnType<typeof createReasoningFilter>

/** Removes the reasoning before an answer from its complete text. */
export function removeReasoning(text: string): string {
  const filter = createReasoningFilter()
  return removeUnopenedReasoning(filter.push(text) + filter.end())
}

const tags = [
  { start: '<think>', end: '</think>' },
  { start: '<thinking>', end: '</thinking>' },
  { start: '<thought>', end: '</thought>' },
  { start: '<reasoning>', end: '</reasoning>' },
  { start: '[think]', end: '[/think]' },
  { start: '◁think▷', end: '◁/think▷' },
  { start: '<|begin_of_thought|>', end: '<|end_of_thought|>' },
] as const

/**
 * Removes reasoning whose start is part of the prompt, so that the text contains only its end. It begins or ends a line;
 * the same characters within a line are part of the answer.
 */
export function removeUnopenedReasoning(text: string): string {
  const end = /(?:^|\n)<\/think(?:ing)?>|<\/think(?:ing)?>[ \t\r]{0,9}(?:\n|$)/i.exec(text)
  return end && !/<think/i.test(text.slice(0, end.index)) ? text.slice(end.index + end[0].length).trimStart() : text
}

/**
 * Creates a filter for reasoning in tags, as local models write it: `<think>…</think>` before the answer, also several
 * times. The same tags within an answer are part of it.
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
  /** Whether the start follows reasoning, so that its blank lines are not part of the answer. */
  let followsReasoning = false
  return {
    /** Returns the part of the text that belongs to the answer, as far as that is known. */
    push(text: string): string {
      if (start === undefined) return text
      start += text
      for (;;) {
        const trimmed: string = start.trimStart()
        const lowercase: string = trimmed.toLowerCase()
        const tag = tags.find((candidate) => lowercase.startsWith(candidate.start))
        if (!tag) {
          // A tag or the blank lines between reasoning and answer may continue.
          if (tags.some((candidate) => candidate.start.startsWith(lowercase))) return ''
          const answer: string = followsReasoning ? trimmed : start
          start = undefined
          return answer
        }
        const end = lowercase.indexOf(tag.end)
        if (end < 0) return ''
        start = trimmed.slice(end + tag.end.length)
        followsReasoning = true
      }
    },
    /** Returns the rest of the answer. */
    end(): string {
      const isReasoning = tags.some((tag) => start?.trimStart().toLowerCase().startsWith(tag.start))
      const answer = isReasoning ? '' : ((followsReasoning ? start?.trimStart() : start) ?? '')
      start = undefined
      return answer
    },
  }
}
