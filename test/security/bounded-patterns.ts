/** A pattern that does not take linear time, and the reason why it cannot take long. */
export interface BoundedPattern {
  pattern: string
  /** Files with the pattern. */
  files: readonly string[]
  /** Maximum length of the text, in characters; `undefined` if users do not enter the text. */
  maxCharacters?: number
  reason: string
}

/**
 * All of them take quadratic time, except one that takes at least cubic time, as `recheck` found by fuzzing with 500
 * characters, and a few patterns of descriptions for which `recheck` did not end.
 */
export const boundedPatterns: readonly BoundedPattern[] = [
  {
    pattern: String.raw`/\B(?=(?:\d{3})+$)/g`,
    files: ['packages/agents/checking/inconsistencies/plain-number.ts', 'packages/editor/views/localize-number.ts'],
    maxCharacters: 100,
    reason: 'Longer amounts are not grouped. Numbers of tables have at most 39 digits.',
  },
  {
    pattern: String.raw`/(?<=[0-9])(?=(?:[0-9]{3})+$)/g`,
    files: ['packages/agents/examples/evaluate-expression.ts'],
    maxCharacters: 12,
    reason: 'The integer part of a number below 1e12.',
  },
  {
    pattern: String.raw`/^[^-0-9]+|[^0-9]+$/g`,
    files: ['packages/agents/examples/number-conversions.ts'],
    maxCharacters: 100,
    reason: 'Longer examples are not numbers.',
  },
  {
    pattern: String.raw`/^(?:[<>≤≥]\s?=?|under|below|less than|fewer than|over|above|more than|at \w+|up to|unter|über)\s*[$€£]?\d[\d.,]*\s?%?$|^\d[\d.,]*\s?%?\s?(?:\+|or (?:more|less|fewer)|and (?:over|above|under|below))$/i`,
    files: ['packages/agents/checking/inconsistencies/find-text-among-numbers.ts'],
    maxCharacters: 100,
    reason: 'Longer text is not a number.',
  },
  {
    pattern: String.raw`/(?:\p{L}[^\s]*\s+){4}\S/u`,
    files: ['packages/agents/loading/plan/one-column-warnings.ts'],
    maxCharacters: 1_000,
    reason: 'The beginning of a line.',
  },
  {
    pattern: String.raw`/0+$/`,
    files: [
      'packages/agents/loading/columns/number-format.ts',
      'packages/data/formats/excel/sheet-cells.ts',
      'packages/data/formats/ods/ods-sheets.ts',
      'packages/editor/views/format-cell.ts',
    ],
    maxCharacters: 1_000,
    reason:
      'Fractions of numbers in cells; numbers of tables have at most 39 digits, times at most 6 in their fraction.',
  },
  {
    pattern: String.raw`/([A-Z]+)([A-Z][a-z])/g`,
    files: ['packages/agents/column-meaning.ts'],
    maxCharacters: 500,
    reason: 'The beginning of a column name.',
  },
  {
    pattern: String.raw`/\/+$/`,
    files: [
      'packages/agents/language-model/anthropic-model.ts',
      'packages/agents/language-model/open-model.ts',
      'packages/agents/language-model/openai-model.ts',
      'server/api/endpoint-models.ts',
    ],
    reason: 'The URL of the language model in the settings of the caller.',
  },
  {
    pattern: String.raw`/^((?:\p{L}\.|[^\d.,])*)([\d.,](?:[\d.,'’ \u00a0\u2007\u2009\u202f]*[\d.,])?(?:[eE][+\-\u2212]?\d+)?)(\D*)$/u`,
    files: ['packages/agents/loading/columns/split-amount.ts'],
    maxCharacters: 1_000,
    reason: 'Longer cells are not numbers.',
  },
  {
    pattern: String.raw`/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/(?:\\.|[^/\\\n])+\/[im]*/g`,
    files: ['packages/agents/preparing/operations/row-formula.ts'],
    maxCharacters: 10_000,
    reason: 'The beginning of an expression.',
  },
  {
    pattern: String.raw`/^\d{1,3}[°º]\s*\d{1,2}['′]?.*[NS]\W+\d{1,3}[°º].*[EWO]$/`,
    files: ['packages/agents/profiling/value-tests.ts'],
    maxCharacters: 200,
    reason: 'Longer cells are not coordinates.',
  },
  {
    pattern: String.raw`/^-+|-+$/g`,
    files: ['packages/editor/elements/files/file-name.ts', 'packages/create/create-project.ts'],
    maxCharacters: 255,
    reason: 'Names of workflows have 200 characters, those of folders 255.',
  },
  {
    pattern: String.raw`/\[\$([^\]-]+)(?:-[^\]]*)?\]/`,
    files: ['packages/data/formats/excel/number-format.ts'],
    maxCharacters: 1_000,
    reason: 'The beginning of a number format.',
  },
  {
    pattern: String.raw`/\[[^\]]*\]/g`,
    files: ['packages/data/formats/excel/number-format.ts'],
    maxCharacters: 1_000,
    reason: 'The beginning of a number format.',
  },
  {
    pattern: String.raw`/<(?:\w+:)?dimension\s[^>]*ref=["']([^"']+)["']/`,
    files: ['packages/data/formats/excel/read-xlsx.ts'],
    maxCharacters: 8_192,
    reason: 'The beginning of a sheet.',
  },
  {
    pattern: String.raw`/--[^\n]*|'(?:[^']|'')*'|\/\*[^]*?\*\//g`,
    files: ['packages/data/tables/locate-statement-error.ts'],
    maxCharacters: 100_000,
    reason: 'Longer statements are refused before.',
  },
  {
    pattern:
      '/(``.+?``|`[^`]+`|\\*\\*[^*]+\\*\\*|(?<!\\w)_[^_\\s](?:[^_]*[^_\\s])?_(?!\\w)|\\[[^\\]]+\\]\\(https?:\\/\\/[^)\\s]+\\))/',
    files: ['packages/editor/elements/report/markdown.ts'],
    maxCharacters: 10_000,
    reason: 'Longer paragraphs are shown without markup.',
  },
  {
    pattern: String.raw`/[\p{L}_][\p{L}\p{N}_]*$/u`,
    files: ['packages/engine/expressions/complete-expression.ts'],
    maxCharacters: 500,
    reason: 'The text before the cursor.',
  },
  {
    pattern: '/(?:`([^`]*)`|([\\p{L}_$][\\p{L}\\p{N}_]*))$/u',
    files: ['packages/engine/expressions/complete-expression.ts'],
    maxCharacters: 500,
    reason: 'The text before the cursor.',
  },
  {
    pattern: String.raw`/\[[^\]]{0,500}\]/g`,
    files: ['packages/nodes/integration/check-schema.ts'],
    maxCharacters: 500,
    reason: 'Longer patterns in the schema of a tool are refused.',
  },
  {
    pattern: String.raw`/^(localhost|\d{1,3}(\.\d{1,3}){3}|[\da-f:.]*:[\da-f:.]*)$/i`,
    files: ['server/environment/read-operation.ts'],
    reason: 'The environment variable AW_LISTEN.',
  },
  {
    pattern: String.raw`/<script(?![^>]*\ssrc=)[^>]*>([^]*?)<\/script>/g`,
    files: ['server/static/manual.ts'],
    reason: 'Pages of the built documentation.',
  },
  {
    pattern: String.raw`/-[A-Za-z0-9_-]{8,}\.[a-z0-9]+$/`,
    files: ['server/static/studio.ts'],
    maxCharacters: 200,
    reason: 'The end of a file name in a URL.',
  },
  {
    pattern: '/"[^"]*"|“[^”]*”|„[^“”]*[“”]|`[^`]*`|(?<![\\p{L}\\p{N}])\'[^\']*\'(?![\\p{L}\\p{N}])/u',
    files: ['packages/nodes/ask-data/tokenize.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/[\w.+-]+@[\w-]+\.[\w.-]*\w/`,
    files: ['packages/nodes/ask-data/tokenize.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.(?:csv|tsv|txt|xlsx?|jsonl?|ndjson|parquet|arrow|zip|gz|xml|ya?ml)\b/iu`,
    files: ['packages/nodes/ask-data/tokenize.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/[.!?;\n]\s*\S/`,
    files: ['packages/nodes/from-description/plan-from-description.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/^nach (.+?) gruppieren(?:,| und) (.+)$/iu`,
    files: ['packages/nodes/from-description/query-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/^(.+?)\s(?:where|whose|bei denen|mit denen)\s(.+)$/iu`,
    files: ['packages/nodes/from-description/query-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: '/"[^"]*"|“[^”]*”|„[^“”]*[“”]|`[^`]*`|(?<!\\w)\'[^\']*\'(?!\\w)/g',
    files: ['packages/nodes/from-description/split-clauses.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/[\s,:]*\b(?:please|bitte|thanks|thank you|danke)$/i`,
    files: ['packages/nodes/from-description/split-clauses.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\bkeep\w*\b.*\blast\b/`,
    files: ['packages/nodes/from-description/table-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/^(.*?)\b(?:with|by|using|mit|durch)\b(.*)$/iu`,
    files: ['packages/nodes/from-description/table-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\s*\b(?:um|umbenennen)$/iu`,
    files: ['packages/nodes/from-description/table-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\s*(?:,|\band\b|\bund\b)\s*/iu`,
    files: ['packages/nodes/from-description/table-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/^(.+?)\s+(?:to|as|in|zu|into)\s+(.+)$/iu`,
    files: ['packages/nodes/from-description/table-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/,?\s+(?:and|und)\s+(?:that |dass )?/iu`,
    files: ['packages/nodes/from-description/table-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/^(?:compute|calculate|berechne)\s+(.+)$/iu`,
    files: ['packages/nodes/from-description/table-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
]

/** A file that builds patterns from parts. */
export interface ConstructedPatterns {
  file: string
  /** Number of places in the file. */
  count: number
  /** Description of the parts, or the reason why the pattern cannot harm. */
  reason: string
  /** Patterns of each place with usual parts, which must be linear. */
  examples: readonly string[]
}

const numberParts = (group: string): string =>
  String.raw`/^[+-]?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|(?:[1-9]\d{0,2}(?:[${group}]\d{3})+|[1-9]\d?(?:[${group}]\d{2})+[${group}]\d{3})(?:\.\d*)?|inf(?:inity)?)$/i`

export const constructedPatterns: readonly ConstructedPatterns[] = [
  {
    file: 'packages/agents/examples/dates.ts',
    count: 1,
    reason: 'The parts of a date format.',
    examples: [
      String.raw`/^(\d{4})-(\d{1,2})-(\d{1,2})$/`,
      String.raw`/^([A-Za-z]+) (\d{1,2}), (\d{4}) ([AaPp][Mm])$/`,
    ],
  },
  {
    file: 'packages/agents/examples/text-expression.ts',
    count: 1,
    reason: 'Tokens, numbers and delimiters of cells. The same patterns are matched by RE2 in SQL.',
    examples: [
      String.raw`/\p{L}+/gu`,
      String.raw`/[A-Z][a-z]+/gu`,
      String.raw`/^(?:-?[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?)$/u`,
    ],
  },
  {
    file: 'packages/agents/loading/dialect/find-quotes.ts',
    count: 1,
    reason: 'A quote from a fixed list. An attempt ends at the next quote, where the next one starts.',
    examples: [],
  },
  {
    file: 'packages/agents/loading/dialect/find-delimiter-candidates.ts',
    count: 1,
    reason: 'A colon or a slash.',
    examples: [String.raw`/^(?:[^:]*\d:(?=\d))+[^:]*$/`, String.raw`/^(?:[^/]*\d\/(?=\d))+[^/]*$/`],
  },
  {
    file: 'packages/agents/loading/plan/correct-plan.ts',
    count: 1,
    reason: 'A point or a comma.',
    examples: [String.raw`/^[+-]?(?:\d{1,15}(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/`],
  },
  {
    file: 'packages/agents/loading/columns/number-format.ts',
    count: 2,
    reason: 'Two separators and the dashes, from fixed lists.',
    examples: [numberParts(','), numberParts(' \\u00a0\\u2007\\u2009\\u202f'), numberParts("'’")],
  },
  {
    file: 'packages/agents/loading/columns/split-amount.ts',
    count: 2,
    reason: 'The dashes of a fixed list, on cells of at most 1,000 characters.',
    examples: [String.raw`/(\s+)|([+()\-\u2013])|([^\s+()\-\u2013]{1,5})/gu`, String.raw`/[\-\u2013]/g`],
  },
  {
    file: 'packages/agents/loading/columns/cell-kind.ts',
    count: 4,
    reason: 'The names of months and the dashes of a fixed list, on cells of at most 60 characters.',
    examples: [
      String.raw`/^[+\-\u2013]?\d+$/`,
      String.raw`/^[+\-\u2013]?(?:\d+[.,]\d+|\d+[.,]|[.,]\d+|\d{1,3}(?:[,. '’]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d*)?[eE][+-]?\d+|inf(?:inity)?)$/i`,
      String.raw`/^(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(?:jan|feb)[-/ ]\d{2,4})\.?$/i`,
    ],
  },
  {
    file: 'packages/agents/profiling/value-tests.ts',
    count: 1,
    reason: 'The number of an IP address.',
    examples: [String.raw`/^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)$/`],
  },
  {
    file: 'packages/agents/preparing/cosmo-ready/cosmo-ready-schema.ts',
    count: 1,
    reason: 'The names of four roles.',
    examples: [String.raw`/^(?:id|point_id(?:_\d+)?)$/i`],
  },
  {
    file: 'packages/engine/expressions/compile-row-expression.ts',
    count: 1,
    reason: 'Patterns that people write are only read; RE2 matches them.',
    examples: [],
  },
  {
    file: 'packages/engine/outside/redactor.ts',
    count: 1,
    reason: 'One character of a set.',
    examples: [String.raw`/[\u0073\u005c\u0025]/g`],
  },
  {
    file: 'packages/nodes/ask-data/tokenize.ts',
    count: 2,
    reason: 'The kinds of tokens and the names of months, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/flow-steps.ts',
    count: 1,
    reason: 'The names of weekdays, on a description of at most 2,000 characters.',
    examples: [
      String.raw`/^(?:run )?(?:every|each) (?:(\d+) )?(minutes?|day|monday)s?(?: (?:at|um) (\d{1,2})(?:[:.](\d{2}))?)?$/`,
    ],
  },
  {
    file: 'packages/nodes/integration/check-schema.ts',
    count: 1,
    reason: 'Patterns in the schema of a tool, which are bounded (see the table in docs/security.md).',
    examples: [],
  },
  {
    file: 'packages/schema/foreign/remove-secrets.ts',
    count: 4,
    reason: 'Names of secrets from a fixed list, at the end of a name, before a value.',
    examples: [
      String.raw`/(?:pass(?:word)?|api[-_ ]?key)$/i`,
      String.raw`/([?&][\w.-]{0,60}(?:token|api[-_ ]?key|sig)=)[^&\s{}"']+/gi`,
      String.raw`/((?:token|api[-_ ]?key)(?:\\?["'])?\s{0,20}[:=]\s{0,20}\\?["'])[^"'\\\n{}]+/gi`,
      String.raw`/^([\w-]{0,60}(?:token|api[-_ ]?key):[ \t]{0,20})[^\s{}"'][^\n{}"']*$/gim`,
    ],
  },
  {
    file: 'server/operation/summarize-statement.ts',
    count: 4,
    reason: 'Fixed parts, on statements of the server itself.',
    examples: [],
  },
]
