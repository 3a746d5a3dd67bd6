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
    pattern: String.raw`/^(?:(\d+(?:\.\d+)?)\s*(?:h|hrs?|hours?)\.?)?[\s,]*(?:and\s*)?(?:(\d+)\s*(?:m|mins?|minutes?)\.?)?(?:\s*0+\s*(?:s|secs?|seconds?)\.?)?$/i`,
    files: ['packages/agents/checking/inconsistencies/find-duration-inconsistency.ts'],
    maxCharacters: 100,
    reason: 'Longer cells are not durations.',
  },
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
    pattern: String.raw`/0+$/`,
    files: [
      'packages/agents/checking/repairs/check-number.ts',
      'packages/agents/loading/columns/number-format.ts',
      'packages/data/formats/ods/ods-sheets.ts',
      'packages/editor/views/format-cell.ts',
    ],
    maxCharacters: 1_000,
    reason:
      'Fractions of numbers in cells; numbers of tables have at most 39 digits, times at most 6 in their fraction.',
  },
  {
    pattern: String.raw`/^\S+@\S+\.\w+$/`,
    files: ['packages/agents/checking/rules/find-misplaced-values.ts'],
    maxCharacters: 400,
    reason: 'Longer cells are not email addresses.',
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
    ],
    reason: 'The URL of the language model in the settings of the caller.',
  },
  {
    pattern: String.raw`/^([+\-\u2212]?)([^\d+\-\u2212.,\s()]{1,4}\.?|)(\s*)([+\-\u2212]?[\d.,][\d.,'’ \u00a0\u2007\u2009\u202f]*?(?:[eE][+\-\u2212]?\d+)?)(\s*)([^\d+\-\u2212.,\s()]{1,4}\.?|)$/u`,
    files: ['packages/agents/loading/columns/number-format.ts'],
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
    pattern: String.raw`/\b(?:replace|change|set|turn|ersetze\w*|setze)\b.*\b(?:with|by|to|into|durch|mit|auf)\b.*\b(?:empty|blank|null|nothing|nan|missing|leer\w*|nichts)\b/`,
    files: ['packages/nodes/from-description/column-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:join|left join|look ?up|translate\w*|match\w*|enrich|merge|combine|verknupf\w*|verbinde\w*|zusammenfuhr\w*|fuhre .* zusammen|nachschlagen)\b/`,
    files: ['packages/nodes/from-description/combining-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/(?<![\d.,-])(?!(?:19|20)\d\d(?![\d.,]))(\d[\d.,]*\d|\d) ?(%|percent|\w{1,12})? (?:or|and) (?:above|over|up|upwards?|higher|greater|beyond|more)(?= (?!-?\d)|[.,;]|$)/g`,
    files: ['packages/nodes/from-description/paraphrase/canonical-phrases.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b([\p{L}_]+) (?:going |running )?across(?: the (?:top|page))?(?=[,.;]| and|$)/gu`,
    files: ['packages/nodes/from-description/paraphrase/canonical-phrases.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:increas\w*|rais\w*|bump\w*|lift\w*|mark\w*|grow\w*|erhoh\w*)\b.{0,60}\b(?:by|um) $|\b(?:plus|including|incl|adding|zuzuglich|inklusive) (?:a |the |an )?$/`,
    files: ['packages/nodes/from-description/query/read-changes.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:reduc\w*|lower\w*|decreas\w*|cut\w*|discount\w*|senk\w*|reduzier\w*)\b.{0,60}\b(?:by|um) $|\b(?:minus|less|abzuglich) (?:a |the |an )?$/`,
    files: ['packages/nodes/from-description/query/read-changes.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:join|left join|look ?up|translate\w*|match\w*|link\w*|merge|combine|verknupf\w*|verbinde\w*)\b(?=[^.;]{0,80}\b(?:on|by|with|against|to|using|into|uber|anhand|mit|=))[^.;]*?(?=[ ,]+(?:and|then|so|und|dann)\b[ ,]+(?:then |dann )?(?:also )?(?:give|show|tell|list|count|compute|calculate|add|total|sum|average|find|keep|report|get|i|we|zeig\w*|gib|berechne|zahle|summiere)\b|[.;]|$)/g`,
    files: ['packages/nodes/from-description/combining-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/(?<!\b(?:we|they|i|wir|ich) )\b(?:e-?mail|mail)\b.*\b(?:to|an|it|result|report|them|send|sende\w*|schick\w*)\b|\b(?:send|sende\w*|schicke\w*|versende\w*)\b.*\b(?:e-?mail|mail|@)|\b(?:per e-?mail)\b|^e-?mail\b|\b(?:send|sende|schicke)\b.*@/`,
    files: ['packages/nodes/from-description/flow-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/(?<![\d.,-])(?!(?:19|20)\d\d(?![\d.,]))(\d[\d.,]*\d|\d) ?(%|percent|\w{1,12})? (?:or|and) (?:below|under|lower|fewer|less|smaller)(?= (?!-?\d)|[.,;]|$)/g`,
    files: ['packages/nodes/from-description/paraphrase/canonical-phrases.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b([\p{L}_]+) (?:going |running )?down(?: the (?:side|page))?(?=[,.;]| and|$)/gu`,
    files: ['packages/nodes/from-description/paraphrase/canonical-phrases.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b([\p{L}]{4,}) \(([\p{L}_]+)\)/gu`,
    files: ['packages/nodes/from-description/paraphrase/resolve-appositions.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:keep\w*|behalt\w*)\b.*\b(?:last|letzte\w*)\b/`,
    files: ['packages/nodes/from-description/shaping-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:left|all|keep all|look ?up|enrich|alle|nachschlagen)\b|\b(?:add|attach|erganz\w*)\b.*\b(?:each|every|jede\w*)\b/`,
    files: ['packages/nodes/from-description/combining-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:add|append|attach|bring in|pull in|look up|include)\b.{3,80}?\b(?:to|for|of|from|into|in)\b|\b(?:erganz\w*|fuge\b.*\bhinzu|hinzufugen|spiele\b.*\bdazu|nachschlagen|schlage\b.*\bnach)\b/`,
    files: ['packages/nodes/from-description/reading/join-files.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:filter\w*|keep|only|just|nur|leave (?:\w+ )?out|lass\w* .*weg|weglassen|ignor\w*|skip\w*|leaving (?:\w+ )?out|dropping|restrict\w*|behalt\w*|exclude|excluding|ausschlies\w*|discard\w*|omit\w*|drop|delete|remove|throw (?:out|away)|take out|get rid of|entfern\w*|losch\w*|raus\w*|herausfilter\w*|aussortier\w*|verw[ie]rf\w*|select rows|rows (?:where|with|that)|zeilen,? (?:mit|bei|in|wo))\b/`,
    files: ['packages/nodes/from-description/query/filter-verbs.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:(?:ohne|without) (?:the |die |all |alle )?(?:rows|entries|records|zeilen|eintrage|datensatze)|remove|leave (?:\w+ )*out|lass\w* .*weg|weglassen|ignor\w*|skip\w*|drop|delete|exclude|excluding|discard\w*|omit\w*|leaving (?:\w+ )*out|leaving out|dropping|filter out|throw (?:out|away)|take out|get rid of|kick out|entfern\w*|losch\w*|ausschlies\w*|verw[ie]rf\w*|raus\w*|herausfilter\w*|aussortier\w*|weg(?:werfen|fallen|nehmen)|rausnehmen|streich\w*)\b/`,
    files: ['packages/nodes/from-description/query/filter-verbs.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:into (?:one|a|a single|a new) column|compute\w*|calculat\w*|work out|figure out|(?:add|create|make|insert)\b.{0,40}?\bcolumn|new column|extra column|additional column|derive\w*|multiply|divide|subtract|berechne\w*|neue\w? spalte|(?:zusatzliche|weitere|extra)\w? spalte|spalte\b.{0,30}\b(?:hinzu\w*|mit de[mr])|erganze\w*|multiplizier\w*|dividier\w*|convert|umrechnen|ausrechnen|errechne\w*|ermittel\w*|bestimme\w*|rechne\w*)\b/`,
    files: ['packages/nodes/from-description/query/compute-words.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:replace|change|ersetze\w*|andere\w*)\b.*\b(?:with|by|to|durch|in|zu)\b/`,
    files: ['packages/nodes/from-description/column-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern:
      '/"[^"]*"|“[^”]*”|„[^“”]*[“”]|`[^`]*`|(?<!\\w)\'[^\']*\'(?!\\w)|\\bbetween\\s+\\S+\\s+and\\s+\\S+|\\S+\\s+(?:instead|in place)\\s+of\\s+\\S+(?:\\s+and|,)\\s+\\S+\\s+(?:instead|in place)\\s+of\\s+\\S+|\\b(?:combinations?|pairs?|kombination(?:en)?|paare?)\\s+(?:of|von|aus)\\s+\\S+\\s+(?:and|und)\\s+\\S+|\\b(?:rows?|lines?)\\s+(?:per|for each|for every)\\s+\\S+\\s+and\\s+(?:one|a)\\s+column|\\bzwischen\\s+\\S+\\s+und\\s+\\S+/g',
    files: ['packages/nodes/from-description/clauses.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\S+$/`,
    files: ['packages/nodes/from-description/clauses.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern:
      '/(?<![.\\w])(?:and |then |und )?\\b(?:export\\w*|saved?|stored|gespeichert|write|download|speicher\\w*|schreibe\\w*|ausgeben|e-?mail|mail|send|sende\\w*|schick\\w*|versende\\w*|notify \\w+|notification|alert \\w+|approved?|approval|freigabe|freigeben|genehmig\\w*)\\b(?: (?:it|that|this|them|the (?:result|results|table|file|whole thing|rest)|everything|das|es|das ganze|das ergebnis|alles|die tabelle))?|\\b(?:(?:as|to|into|in|als|im|into|for|and) )?(?:(?:an?|eine?n?|the) )?(?:csv for excel|csv|excel|xlsx?|json lines|jsonl|ndjson|json|parquet|arrow)\\b(?:[ -]?(?:file|datei|sheet|tabelle|table|format|export)\\b)?(?: (?:speichern|exportieren|ausgeben))?|\\b(?:called|named|namens|genannt)\\s+["“„\'`]?[\\p{L}\\p{N}_-]+["”“\'`]?|\\b[\\w-]+\\.(?:csv|tsv|xlsx?|jsonl?|parquet|arrow)\\b|(?:\\b(?:to|an|at) )?[\\w.+-]+@[\\w-]+\\.[\\w.-]*\\w|\\b(?:per|by|via) (?:e-?)?mail\\b/gu',
    files: ['packages/nodes/from-description/flow-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\bI mean\b|\((?:e\.g\.|for example|z\.\s?B\.|such as|like)[^)]{0,200}\)|\([^()]{0,80}(?:…|\.\.\.|\betc\b|\busw\b)[^()]{0,20}\)|\b(?:written|formatted) (?:like|as) [\d-]+|\([^()]{0,80}(?:\bbecomes\b|\bwird zu\b|->|→|=>)[^()]{0,80}\)/gi`,
    files: ['packages/nodes/from-description/normalize-description.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:do not|dont|not|isnt|never) (?:really )?(?:be )?(?:need|want|care about|needed|required|interested)\b|\bno need for\b|\b(?:brauche\w*|benotige\w*|will|mochte|kann|konnen)\b.*\b(?:nicht|keine?n?|weg)\b|\b(?:drop|remove|delete|without|ohne|leave out|exclude|omit|entferne\w*|losche\w*|weglassen)\b/`,
    files: ['packages/nodes/from-description/query/read-choice.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:add up|add together|combine|sum up)\b(?=.*\b(?:column|together|spalte)\b)|\b(?:sum|total) of\b|\bsumme (?:von|der)\b/`,
    files: ['packages/nodes/from-description/query/read-computed.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:what(?:'s| is| was| were)?|wie hoch|was (?:ist|war))\b[^.]*$/`,
    files: ['packages/nodes/from-description/query/read-rankings.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/(\d+)\s+minute/`,
    files: ['packages/nodes/from-description/flow-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\bwebhook\b|\b(?:when|whenever|if) (?:a |an )?(?:request|form)\b.*\b(?:arrives|is received|is submitted|comes in)\b|\bwenn (?:eine |ein )?(?:anfrage|formular)\b/`,
    files: ['packages/nodes/from-description/flow-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:load|read|import|open|upload|use|take|from) (?:in )?(?:the |a |an |my |this |our )?(?:\w+ ){0,2}(?:file|files|csv|excel|spreadsheet|table|data|dataset|orders|export)\b|\b(?:load|import|lade\w*|einlesen|importier\w*|lies|offne\w*)\b|\b[\w-]+\.(?:csv|tsv|txt|xlsx?|jsonl?|ndjson|parquet|arrow|zip|gz|xml)\b/`,
    files: ['packages/nodes/from-description/flow-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:concatenate|glue|(?:put|combine|join|merge|paste|stick) .*\b(?:together|into)\b|(?:fuge|setze|hange|fuhre) .*\b(?:zusammen|aneinander))\b/`,
    files: ['packages/nodes/from-description/column-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:carry|carried|propagate\w*)\b.*\b(?:forward|down)\b|\b(?:forward|down)[ -]?fill\b|\b(?:fill|fill in|impute|replace|set|put|use|write|insert|setze|schreibe|trage|fulle|fullen|auffullen|ersetze\w*)\b.*\b(?:empty|missing|blank|blanks|null|nulls|gaps|nothing|no value|leer\w*|fehl\w*|lucken)\b|\b(?:empty|missing|blank|blanks|gaps|leer\w*|fehl\w*)\b.*\b(?:fill|put|use|write|insert|set to|becomes?|with|fullen|auffullen|ersetzen|einsetzen|eintragen|schreiben)\b/`,
    files: ['packages/nodes/from-description/shaping-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:convert|cast|change|parse|turn|wandle|umwandeln|konvertier\w*)\b.*\b(?:number|numbers|text|date|dates|integer|zahl|zahlen|datum)\b/`,
    files: ['packages/nodes/from-description/shaping-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/.*\b(?:to|into|in|as|zu)\b/`,
    files: ['packages/nodes/from-description/shaping-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: '/"[^"]*"|“[^”]*”|„[^“”]*[“”]|`[^`]*`|(?<![\\p{L}\\p{N}])\'[^\']*\'(?![\\p{L}\\p{N}])/u',
    files: ['packages/nodes/from-description/words.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/[\w.+-]+@[\w-]+\.[\w.-]*\w/`,
    files: ['packages/nodes/from-description/words.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.(?:csv|tsv|txt|xlsx?|jsonl?|ndjson|parquet|arrow|zip|gz|xml|ya?ml)\b/iu`,
    files: ['packages/nodes/from-description/words.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\s*[;\n\uE000\uE001]+\s*|[.!?](?=\s|$)\s*|,\s+(?:(?:and|und)\s+)?(?:(?:then|dann|danach|anschliesend|anschliessend|finally|schlieslich|zuletzt)\s+)?|\s+(?:and|und)\s+(?:(?:then|dann|danach|anschliesend|finally|schlieslich)\s+)?|\s+(?:then|dann|danach|anschliesend)\s+/g`,
    files: ['packages/nodes/from-description/clauses.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:append|stack|concatenate|union|(?:under|underneath|below|beneath|behind|after|on top of) (?:each other|one another|the other)|anhangen|hange .* an|untereinander|aneinander)\b/`,
    files: ['packages/nodes/from-description/combining-steps.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/[^,.;(]{1,30}\bin (?:the )?(?:second|other|zweiten|anderen) (?:file|list|table|one|datei|liste|tabelle)\b/g`,
    files: ['packages/nodes/from-description/join-keys.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/[^.;,\n]{0,40}\b(?:without|with no|has no|have no|ohne|no) [^.;,\n"“„]{1,40}?\b(?:gets?|becomes?|are|is|should be|shall be|set|use|put|bekomm\w*|erhalt\w*|erhält)\b([^.;\n"“„]{0,40})["“„]([^"“”„]{1,40})["”“]/i`,
    files: ['packages/nodes/from-description/membership.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/(?:[\s:=–-]|\s(?:is|are|if|when|where|for|with|at|ist|wenn|bei|mit|from|von|value|values)(?=\s*$))+$/i`,
    files: ['packages/nodes/from-description/query/find-bands.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/(?<![\p{L}])(?:per|by|for each|in each|je|pro|nach)(?= [^.,]{0,40}[:(][^.,:(]{0,30}$)/u`,
    files: ['packages/nodes/from-description/query/find-bands.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:summe aus)\b|\badd\b(?=.{1,60}\btogether\b)/`,
    files: ['packages/nodes/from-description/query/read-computed.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\brank\b(?=.{1,60}\b(?:ranks? (?:\d|one)|1 (?:=|is|for|being)|rank 1|(?:keep|show|only|take|list) (?:only )?the (?:number one|first|best|top)))|\b(?:a|the|their|its) rank(?:ing)?\b(?! of)|\brank(?:ing)? (?:column|number|position)\b|\brank\b(?=.{1,60}\b(?:within|in each|inside each|per|for each)\b)/`,
    files: ['packages/nodes/from-description/query/read-window.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:trim\w*|(?:strip\w*|remove|delete|cut|drop|without|no|get rid of|clear|entfern\w*|ohne|losch\w*)\s+(?:(?:off|the|all|any|extra|those|these|die|alle) )?(?:(?:leading|trailing|surrounding|outer|stray|superfluous|uberflussige|fuhrende|white)(?: (?:and|or|und) (?:leading|trailing))? ?)?(?:white ?spaces?|spaces?|blanks?|leerzeichen)|(?:white ?spaces?|spaces?|blanks?|leerzeichen)\b(?=[^,;.]*\b(?:around|entfern\w*|weg|abschneiden|removed|out|off|away)\b))/g`,
    files: ['packages/nodes/from-description/rewriting/cell-functions.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:(?:all )?(?:in )?upper[ -]?case|(?:in |all )+(?:capitals|caps)|capital letters|grosbuchstaben|gros ?schreiben|grosgeschrieben)\b/g`,
    files: ['packages/nodes/from-description/rewriting/cell-functions.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:make|create|build|form|join|combine|merge|put|concatenate|glue)\b.*\b(?:columns?|field) (?:out of|from)\b|\b(?:join|combine|merge|put|concatenate|glue)\b.*\b(?:to|into|in|as) (?:one|a|a single|a new|a common|an) (?:\w+ )?(?:column|field|text)\b/`,
    files: ['packages/nodes/from-description/rewriting/joined-text.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:make|create|build|form)\s+(?:me\s+)?(?:a|an|one|the)\s+(?:new\s+)?([\p{L}_][\p{L}\p{N}_ ]*?)\s+(?:column|field)\b/iu`,
    files: ['packages/nodes/from-description/rewriting/joined-text.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/["“„']([^"“”„']+)["”“']|[^,;()"“”„:]+?(?=\s+(?:and|or|und|oder)\s|[,;()"“”„:]|$)/g`,
    files: ['packages/nodes/from-description/rewriting/recoding.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:before|in front of|left of|vor)\b[^,;]*?\b(?:goes? (?:in|into|to)|is|as|in|into|becomes?|called|named|ist|als)\s+(?:the )?(?:column )?["“„']?([\p{L}_][\p{L}\p{N}_]*)/iu`,
    files: ['packages/nodes/from-description/rewriting/text-split.ts'],
    maxCharacters: 2_000,
    reason: 'A description has at most 2,000 characters.',
  },
  {
    pattern: String.raw`/\b(?:behind|after|right of|hinter|nach)\b[^,;]*?\b(?:goes? (?:in|into|to)|is|as|in|into|becomes?|called|named|ist|als)\s+(?:the )?(?:column )?["“„']?([\p{L}_][\p{L}\p{N}_]*)/iu`,
    files: ['packages/nodes/from-description/rewriting/text-split.ts'],
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
    file: 'packages/agents/loading/detect/find-quotes.ts',
    count: 1,
    reason: 'A quote from a fixed list. An attempt ends at the next quote, where the next one starts.',
    examples: [],
  },
  {
    file: 'packages/agents/loading/detect/find-delimiter-candidates.ts',
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
    count: 1,
    reason: 'Two separators from a fixed list.',
    examples: [numberParts(','), numberParts(' \\u00a0\\u2007\\u2009\\u202f'), numberParts("'’")],
  },
  {
    file: 'packages/agents/loading/columns/cell-kind.ts',
    count: 2,
    reason: 'The names of months, on cells of at most 60 characters.',
    examples: [String.raw`/^(?:\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|(?:jan|feb)[-/ ]\d{2,4})\.?$/i`],
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
    file: 'packages/nodes/from-description/paraphrase/resolve-appositions.ts',
    count: 1,
    reason: 'A word of letters from a description.',
    examples: [String.raw`/(?<![\p{L}_])team(?![\p{L}_])/gu`],
  },
  {
    file: 'packages/nodes/from-description/paraphrase/use-canonical-phrases.ts',
    count: 2,
    reason: 'Listed phrases, escaped; the second pattern is the first one with another flag.',
    examples: [String.raw`/(?<![\p{L}\p{N}_-])(?:get rid of|throw out|toss)(?![\p{L}\p{N}_-])/gu`],
  },
  {
    file: 'packages/nodes/from-description/query/read-bins.ts',
    count: 1,
    reason: 'Listed nouns for intervals.',
    examples: [String.raw`/\b(?:bins?|bands?) (?:of|by) (\d[\d.,]*)\b/g`],
  },
  {
    file: 'packages/nodes/from-description/query/read-measures.ts',
    count: 1,
    reason: 'Listed comparisons before a number.',
    examples: [String.raw`/(?:more than|less than) \d/`],
  },
  {
    file: 'packages/nodes/from-description/reading/join-files.ts',
    count: 2,
    reason: 'Fixed words and dates, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/chart-step.ts',
    count: 2,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/query/comparison-words.ts',
    count: 1,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/query/measures.ts',
    count: 4,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/query/periods.ts',
    count: 2,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/query/read-computed.ts',
    count: 1,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/query/read-groups.ts',
    count: 2,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/query/read-order.ts',
    count: 3,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/shaping-steps.ts',
    count: 1,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/membership.ts',
    count: 1,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/rewriting/place-exclusions.ts',
    count: 1,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [String.raw`/^(?:out|away|aside|off)$/`],
  },
  {
    file: 'packages/nodes/from-description/query/read-window.ts',
    count: 2,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/rewriting/phrases.ts',
    count: 1,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/rewriting/text-split.ts',
    count: 1,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/vocabulary.ts',
    count: 1,
    reason: 'Fixed words, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/from-description/words.ts',
    count: 2,
    reason: 'The kinds of tokens and the names of months, on a description of at most 2,000 characters.',
    examples: [],
  },
  {
    file: 'packages/nodes/integration/check-schema.ts',
    count: 1,
    reason: 'Patterns in the schema of a tool, which are bounded (see the table in docs/security.md).',
    examples: [],
  },
  {
    file: 'server/operation/summarize-statement.ts',
    count: 4,
    reason: 'Fixed parts, on statements of the server itself.',
    examples: [],
  },
]
