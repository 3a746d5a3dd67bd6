/** A function of expressions, for completion and help. @internal */
export interface ExpressionFunction {
  /** The name with `$`. */
  name: string
  /** The signature: "$substring(text, start, length?)". */
  call: string
  /** The type of its result. */
  gives: 'text' | 'number' | 'boolean' | 'list' | 'object' | 'any'
  about: string
}

const one = (call: string, gives: ExpressionFunction['gives'], about: string): ExpressionFunction => ({
  name: call.slice(0, call.indexOf('(')),
  call,
  gives,
  about,
})

/** Every function of JSONata that is not removed (`$eval`), by families. @internal */
export const expressionFunctions: readonly ExpressionFunction[] = [
  one('$string(value, prettify?)', 'text', 'The value as text; objects and lists as JSON.'),
  one('$length(text)', 'number', 'How many characters.'),
  one('$substring(text, start, length?)', 'text', 'A part, from a place counted from 0; below 0 from the end.'),
  one('$substringBefore(text, mark)', 'text', 'The text before the first mark; the complete text without a mark.'),
  one('$substringAfter(text, mark)', 'text', 'The text after the first mark; the complete text without a mark.'),
  one('$uppercase(text)', 'text', 'In capitals.'),
  one('$lowercase(text)', 'text', 'In small letters.'),
  one('$trim(text)', 'text', 'Without blanks around, and with single ones within.'),
  one('$pad(text, width, with?)', 'text', 'Filled up to a width, below 0 on the left.'),
  one('$contains(text, pattern)', 'boolean', 'Whether a text or a regular expression is found in it.'),
  one('$split(text, separator, limit?)', 'list', 'Its parts between separators.'),
  one('$join(list, separator?)', 'text', 'The texts of a list as one.'),
  one('$match(text, pattern, limit?)', 'list', 'What a regular expression finds: match, index, groups.'),
  one('$replace(text, pattern, with, limit?)', 'text', 'With other text in place of what is found.'),
  one('$base64encode(text)', 'text', 'As Base64.'),
  one('$base64decode(text)', 'text', 'Of Base64.'),
  one('$encodeUrlComponent(text)', 'text', 'As a part of an address.'),
  one('$encodeUrl(text)', 'text', 'As an address.'),
  one('$decodeUrlComponent(text)', 'text', 'Of a part of an address.'),
  one('$decodeUrl(text)', 'text', 'Of an address.'),
  one('$number(value)', 'number', 'The number that a text writes; 1 and 0 of true and false.'),
  one('$abs(number)', 'number', 'Without its sign.'),
  one('$floor(number)', 'number', 'The number rounded down to an integer.'),
  one('$ceil(number)', 'number', 'The number rounded up to an integer.'),
  one('$round(number, digits?)', 'number', 'Rounded, halves to the even digit.'),
  one('$power(base, exponent)', 'number', 'To a power.'),
  one('$sqrt(number)', 'number', 'The square root.'),
  one('$random()', 'number', 'From 0 to 1, the same again when the run is repeated.'),
  one('$formatNumber(number, picture, options?)', 'text', 'Written by a picture such as "#,##0.00".'),
  one('$formatBase(number, base?)', 'text', 'Written to another base.'),
  one('$formatInteger(number, picture)', 'text', 'Written by a picture: "w" in words, "I" in Roman numerals.'),
  one('$parseInteger(text, picture)', 'number', 'A number that was written by a picture.'),
  one('$sum(numbers)', 'number', 'All together.'),
  one('$max(numbers)', 'number', 'The largest.'),
  one('$min(numbers)', 'number', 'The smallest.'),
  one('$average(numbers)', 'number', 'The mean.'),
  one('$count(list)', 'number', 'How many items.'),
  one('$append(list, list)', 'list', 'Both lists, one behind the other.'),
  one('$sort(list, function?)', 'list', 'In order; a function says whether its first item goes behind the second.'),
  one('$reverse(list)', 'list', 'From the last to the first.'),
  one('$shuffle(list)', 'list', 'In random order, the same again when the run is repeated.'),
  one('$distinct(list)', 'list', 'Each item once.'),
  one('$zip(list, …)', 'list', 'Lists of the first items, of the second, and so on.'),
  one('$boolean(value)', 'boolean', 'False for nothing, 0, an empty text, list or object, and null.'),
  one('$not(value)', 'boolean', 'The contrary of $boolean.'),
  one('$exists(value)', 'boolean', 'Whether there is a value.'),
  one('$keys(object)', 'list', 'The names of its values.'),
  one('$lookup(object, key)', 'any', 'The value under a name that is worked out.'),
  one('$spread(object)', 'list', 'An object for each of its values.'),
  one('$merge(objects)', 'object', 'One object of several; later ones win.'),
  one('$sift(object, function)', 'object', 'Of its values those that a function says.'),
  one('$each(object, function)', 'list', 'What a function gives for each value and name.'),
  one('$type(value)', 'text', '"string", "number", "boolean", "null", "array", "object" or "function".'),
  one('$map(list, function)', 'list', 'What a function gives for each item.'),
  one('$filter(list, function)', 'list', 'The items that a function says.'),
  one('$single(list, function?)', 'any', 'The only item that a function says; an error where there are others.'),
  one(
    '$reduce(list, function, start?)',
    'any',
    'One value of all: the function is given what came so far, and the next.',
  ),
  one('$error(message?)', 'any', 'Ends the expression with a message.'),
  one('$assert(condition, message?)', 'any', 'Ends the expression where the condition does not hold.'),
  one('$clone(value)', 'any', 'A copy.'),
  one('$now(picture?, zone?)', 'text', 'When the run’s step began, as ISO text or by a picture.'),
  one('$millis()', 'number', 'When the run’s step began, in milliseconds since 1970.'),
  one('$fromMillis(number, picture?, zone?)', 'text', 'A time as text.'),
  one('$toMillis(text, picture?)', 'number', 'A text’s time in milliseconds since 1970.'),
]
