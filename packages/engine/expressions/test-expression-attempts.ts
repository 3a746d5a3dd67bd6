import attempts from './expression-attempts.json' with { type: 'json' }

/** An expression that tries to escape its sandbox. */
export interface ExpressionAttempt {
  /** The technique. */
  family: string
  expression: string
  /** The value of a harmless attempt; `undefined` if it must fail or return nothing. */
  expectedValue?: unknown
}

/** Creates the input of the expressions. `secret` belongs to a different node and is not part of it. */
export const createInput = (): Record<string, unknown> => ({
  a: { b: 1, list: [1, 2, 3], text: 'abc' },
  rows: [{ n: 1 }, { n: 2 }],
  hostile: JSON.parse(
    '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}, "text": "{{$eval(\\"1\\")}} ${1} $eval(\'1\') {{secret.out}}"}',
  ),
})

const toAttempts = (family: string, expressions: readonly string[]): ExpressionAttempt[] =>
  expressions.map((expression) => ({ family, expression }))

const growingExpressions = [
  '($f := function($s, $n) { $n = 0 ? $s : $f($s & $s, $n - 1) }; $length($f("x", 60)))',
  '($f := function($n) { $f($n + 1) }; $f(1))',
  '($f := function($n) { 1 + $f($n + 1) }; $f(1))',
  '($f := function() { [$f()] }; $f())',
  '($f := function($l, $n) { $n = 0 ? $l : $f($append($l, $l), $n - 1) }; $count($f([1], 60)))',
  '[1..100000000]',
  '[1..10000000]',
  '$sum([1..10000000])',
  '$count([1..9999999].[1..9999999])',
  '$map([1..100000], function($x) { $map([1..100000], function($y) { $x * $y }) })',
  '$reduce([1..100], function($s) { $s & $s }, "x")',
  '$reduce([1..100], function($s, $i) { $s & $s }, "x")',
  '$reduce([1..100], function($l, $i) { $append($l, $l) }, [1])',
  '$reduce([1..100], function($l, $i) { [$l, $l] }, [1])',
  '$reduce([1..100], function($o, $i) { {"a": $o, "b": $o} }, {"x": 1})',
  '$reduce([1..100], function($s, $i) { $string([$s, $s]) }, "x")',
  '$reduce([1..100], function($s, $i) { $join([$s, $s]) }, "x")',
  '$reduce([1..100], function($s, $i) { $replace($s, "x", "xx") }, "x")',
  '$reduce([1..100], function($s, $i) { $replace($s, /x/, "xx") }, "x")',
  '$reduce([1..100], function($s, $i) { $base64encode($s & $s) }, "x")',
  '$reduce([1..100], function($s, $i) { $encodeUrlComponent($s & $s) }, "ä")',
  '$reduce([1..100], function($l, $i) { $zip($l, $l) }, [1])',
  '$reduce([1..100], function($o, $i) { $merge([$o, {$string($i): $o}]) }, {"x": 1})',
  '$pad("x", 2000000000)',
  '$pad("x", -2000000000, "abc")',
  '$pad("x", 9999999999999)',
  '$formatNumber(1, $pad("0", 900000, "0"))',
  '$formatBase(1e300, 2)',
  '$formatNumber(1e300, "#")',
  '$fromMillis(0, $pad("[Y]", 900000, "[Y]"))',
  '$split($pad("a", 900000, "a"), "")',
  '$match($pad("a", 900000, "a"), /a/)',
  '$replace($pad("a", 900000, "a"), "a", $pad("b", 900000, "b"))',
  '$contains($pad("a", 100000, "a"), /^(a+)+$/)',
  '$contains($pad("a", 100000, "a") & "b", /(a|aa)+$/)',
  '$match($pad("a", 10000, "a") & "!", /(.*)*x/)',
  '$replace($pad("a", 100000, "a"), /a*?b/, "")',
  '$split($pad(",", 100000, ","), /(,+)+x/)',
  '/(((((a{900}){900}){900}){900}){900})/',
  '$sort([1..50000], function($a, $b) { $sum([1..50000]) > 0 })',
  '$sort([1..1000], function($a, $b) { $f($a) })',
  '$distinct([1..50000].{"a": $})',
  '$count($distinct([1..100000]))',
  '$shuffle([1..10000000])',
  '$reverse([1..10000000])',
  '[1..1000].[1..1000].[1..1000]',
  '[1..1000].($x := $; [1..1000].($y := $; [1..1000].($x * $y)))',
  `${'('.repeat(20_000)}1${')'.repeat(20_000)}`,
  `${'['.repeat(20_000)}1${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
  `${'-'.repeat(20_000)}1`,
  `${Array.from({ length: 20_000 }, () => '1').join(' + ')}`,
  `${Array.from({ length: 20_000 }, () => 'a').join('.')}`,
  `${Array.from({ length: 20_000 }, () => '"x"').join(' & ')}`,
  `${'true ? '.repeat(10_000)}1${' : 2'.repeat(10_000)}`,
  `a${'[0]'.repeat(20_000)}`,
  `${'function($x) { '.repeat(5_000)}1${' }'.repeat(5_000)}`,
  '$string([1..100000], true) & $string([1..100000], true) & $string([1..100000], true)',
  '(a ~> |**|{"b": [1..100000]}|)',
]

const changeAttempts: ExpressionAttempt[] = [
  { family: '[1] accesses a prototype', expression: '*.__proto__', expectedValue: { polluted: 1 } },
  { family: '[13] pollutes a prototype', expression: '{"__proto__": {"polluted": 1}}.x' },
  { family: '[13] pollutes a prototype', expression: '$merge([{"__proto__": {"polluted": 1}}]).polluted' },
  { family: '[13] pollutes a prototype', expression: '$merge([hostile]).polluted' },
  { family: '[13] pollutes a prototype', expression: 'hostile.polluted' },
  { family: '[13] pollutes a prototype', expression: '$clone(hostile).polluted' },
  { family: '[13] pollutes a prototype', expression: '($ ~> |a|{"__proto__": {"polluted": 1}}|).a.polluted' },
  { family: '[13] pollutes a prototype', expression: '($ ~> |a|hostile|).a.polluted' },
  { family: '[13] pollutes a prototype', expression: '($ ~> |a.__proto__|{"polluted": 1}|).a.polluted' },
  { family: '[13] pollutes a prototype', expression: '($ ~> |a.constructor.prototype|{"polluted": 1}|).polluted' },
  { family: '[13] pollutes a prototype', expression: '(a ~> |$|{}, ["__proto__", "constructor"]|).polluted' },
  { family: '[13] pollutes a prototype', expression: 'rows{"__proto__": n}.polluted' },
  { family: '[13] pollutes a prototype', expression: '$sift(hostile, function($v, $k) { $k = "__proto__" }).polluted' },
  { family: '[13] pollutes a prototype', expression: '$each(hostile, function($v, $k) { {$k: $v} }).polluted' },
  { family: '[13] pollutes a prototype', expression: '$spread(hostile).polluted' },
  { family: '[13] pollutes a prototype', expression: '($__proto__ := {"polluted": 1}; $polluted)' },
  { family: '[13] pollutes a prototype', expression: '($constructor := 1; $toString)' },
  {
    family: '[39] replaces a function',
    expression: '($sum := function() { 42 }; $sum([1, 2]))',
    expectedValue: 42,
  },
  { family: '[39] replaces a function', expression: '$sum([1, 2])', expectedValue: 3 },
  {
    family: '[39] replaces a function',
    expression: '($now := function() { "x" }; $now())',
    expectedValue: 'x',
  },
  { family: '[39] replaces a function', expression: '$now()', expectedValue: '1970-01-01T00:00:00.000Z' },
  { family: 'changes its input', expression: '(a ~> |$|{"b": 2}|; a.b)', expectedValue: 1 },
  {
    family: 'changes its input',
    expression: '($sort(a.list, function($x, $y) { $x < $y }); a.list)',
    expectedValue: [1, 2, 3],
  },
  {
    family: 'changes its input',
    expression: '($reverse(a.list); $append(a.list, 4); a.list)',
    expectedValue: [1, 2, 3],
  },
  { family: 'changes its input', expression: '($a := a; $a.b := 2)' },
  {
    family: '[6] evaluates data as an expression',
    expression: 'hostile.text',
    expectedValue: '{{$eval("1")}} ${1} $eval(\'1\') {{secret.out}}',
  },
  {
    family: '[6] evaluates data as an expression',
    expression: '$string(hostile.text) & ""',
    expectedValue: '{{$eval("1")}} ${1} $eval(\'1\') {{secret.out}}',
  },
  {
    family: '[6] evaluates data as an expression',
    expression: '$length($replace("x", "x", hostile.text))',
    expectedValue: 45,
  },
  {
    family: '[6] evaluates data as an expression',
    expression: '$replace("x", /x/, "{{secret.out}}")',
    expectedValue: '{{secret.out}}',
  },
  {
    family: '[6] evaluates data as an expression',
    expression: '$join(["{{", "secret.out", "}}"])',
    expectedValue: '{{secret.out}}',
  },
  ...toAttempts('[28] reads another node', [
    'secret',
    'secret.out',
    '$secret',
    '$$.secret',
    '`secret`.out',
    '**.secret',
    '$lookup($$, "secret")',
    '$keys($$)["secret" in $]',
    '$.%.secret',
    '$string($$) ~> $match(/TOP/)',
  ]),
]

export const expressionAttempts: readonly ExpressionAttempt[] = [
  ...toAttempts('[1] accesses a global', attempts.globals),
  ...toAttempts('[1] accesses a prototype', attempts.prototypes),
  ...toAttempts('[2] inspects the internals of a function', attempts.functions),
  ...toAttempts('[3] returns a key that is not a string', attempts.unusualKeys),
  ...toAttempts('[4] accesses a global in a function body', attempts.functionBodies),
  ...toAttempts('[5] accesses a global at an unusual position', attempts.freeNames),
  ...toAttempts('[6] evaluates text as code', attempts.evaluationCalls),
  ...changeAttempts,
  ...toAttempts('does not terminate or exhausts memory', growingExpressions),
]
