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
  { start: '<|thinking|>', end: '<|/thinking|>' },
  { start: '<seed:think>', end: '</seed:think>' },
  { start: '<reasoning_content>', end: '</reasoning_content>' },
  // The channels of gpt-oss; the last two begin the answer.
  { start: '<|channel|>analysis<|message|>', end: '<|end|>' },
  { start: '<|start|>assistant<|channel|>final<|message|>', end: '' },
  { start: '<|channel|>final<|message|>', end: '' },
] as const

/** Matches a tag with attributes, such as `<think time="3">`, and one that may continue. */
const tagWithAttributes = /^(<(?:think|thinking|thought|reasoning))\s[^<>]{0,200}>/i
const openTagWithAttributes = /^<(?:think|thinking|thought|reasoning)\s[^<>]{0,200}$/i

/** Removes white space and characters without a width from the start of a text. */
const trimInvisible = (text: string): string => text.replace(/^[\s\u200b\u2060]+/, '')

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
        if (openTagWithAttributes.test(trimInvisible(start))) return ''
        const trimmed: string = trimInvisible(start).replace(tagWithAttributes, '$1>')
        const lowercase: string = trimmed.toLowerCase()
        const tag = tags.find((candidate) => lowercase.startsWith(candidate.start))
        if (!tag) {
          // A tag or the blank lines between reasoning and answer may continue.
          if (tags.some((candidate) => candidate.start.startsWith(lowercase))) return ''
          const answer: string = followsReasoning ? start.trimStart() : start
          start = undefined
          return answer
        }
        const end = lowercase.indexOf(tag.end, tag.start.length)
        if (end < 0) return ''
        start = trimmed.slice(end + tag.end.length)
        followsReasoning = true
      }
    },
    /** Returns the rest of the answer. */
    end(): string {
      const rest = trimInvisible(start ?? '')
        .replace(tagWithAttributes, '$1>')
        .toLowerCase()
      const isReasoning = tags.some((tag) => rest.startsWith(tag.start))
      const answer = isReasoning ? '' : ((followsReasoning ? start?.trimStart() : start) ?? '')
      start = undefined
      return answer
    },
  }
}
