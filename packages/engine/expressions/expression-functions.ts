/** A function that expressions can call, as listed in completions and help. @internal */
export interface ExpressionFunction {
  /** The name, including the `$`. */
  name: string
  /** The signature, such as `$substring(text, start, length?)`. */
  signature: string
  /** The return type. */
  returnType: 'text' | 'number' | 'boolean' | 'list' | 'object' | 'any'
  about: string
}

const describeFunction = (
  signature: string,
  returnType: ExpressionFunction['returnType'],
  about: string,
): ExpressionFunction => ({
  name: signature.slice(0, signature.indexOf('(')),
  signature,
  returnType,
  about,
})

/** All JSONata functions except `$eval`, which is removed. @internal */
export const expressionFunctions: readonly ExpressionFunction[] = [
  describeFunction('$string(value, prettify?)', 'text', 'Converts a value to text; objects and lists become JSON.'),
  describeFunction('$length(text)', 'number', 'Returns the number of characters.'),
  describeFunction(
    '$substring(text, start, length?)',
    'text',
    'Returns a substring; a negative start counts from the end.',
  ),
  describeFunction('$substringBefore(text, separator)', 'text', 'Returns the text before the first separator.'),
  describeFunction('$substringAfter(text, separator)', 'text', 'Returns the text after the first separator.'),
  describeFunction('$uppercase(text)', 'text', 'Converts to uppercase.'),
  describeFunction('$lowercase(text)', 'text', 'Converts to lowercase.'),
  describeFunction(
    '$trim(text)',
    'text',
    'Removes leading and trailing whitespace and collapses the rest to single spaces.',
  ),
  describeFunction('$pad(text, width, char?)', 'text', 'Pads to a width; a negative width pads on the left.'),
  describeFunction('$contains(text, pattern)', 'boolean', 'Checks for a substring or a match of a regular expression.'),
  describeFunction('$split(text, separator, limit?)', 'list', 'Splits the text at a separator.'),
  describeFunction('$join(list, separator?)', 'text', 'Joins the items of a list into one text.'),
  describeFunction(
    '$match(text, pattern, limit?)',
    'list',
    'Returns the matches of a regular expression: match, index, groups.',
  ),
  describeFunction('$replace(text, pattern, replacement, limit?)', 'text', 'Replaces the matches of a pattern.'),
  describeFunction('$base64encode(text)', 'text', 'Encodes as Base64.'),
  describeFunction('$base64decode(text)', 'text', 'Decodes Base64.'),
  describeFunction('$encodeUrlComponent(text)', 'text', 'Encodes a part of a URL.'),
  describeFunction('$encodeUrl(text)', 'text', 'Encodes a URL.'),
  describeFunction('$decodeUrlComponent(text)', 'text', 'Decodes a part of a URL.'),
  describeFunction('$decodeUrl(text)', 'text', 'Decodes a URL.'),
  describeFunction('$number(value)', 'number', 'Converts text to a number; true is 1, false is 0.'),
  describeFunction('$abs(number)', 'number', 'Returns the absolute value.'),
  describeFunction('$floor(number)', 'number', 'Rounds down to an integer.'),
  describeFunction('$ceil(number)', 'number', 'Rounds up to an integer.'),
  describeFunction('$round(number, digits?)', 'number', 'Rounds; halves are rounded to the even digit.'),
  describeFunction('$power(base, exponent)', 'number', 'Raises a number to a power.'),
  describeFunction('$sqrt(number)', 'number', 'Returns the square root.'),
  describeFunction('$random()', 'number', 'Returns a random number from 0 to 1, the same when the run is repeated.'),
  describeFunction(
    '$formatNumber(number, picture, options?)',
    'text',
    'Formats a number with a picture such as "#,##0.00".',
  ),
  describeFunction('$formatBase(number, base?)', 'text', 'Formats an integer in another base.'),
  describeFunction(
    '$formatInteger(number, picture)',
    'text',
    'Formats an integer: "w" for words, "I" for Roman numerals.',
  ),
  describeFunction('$parseInteger(text, picture)', 'number', 'Parses an integer that is formatted with a picture.'),
  describeFunction('$sum(numbers)', 'number', 'Returns the sum.'),
  describeFunction('$max(numbers)', 'number', 'Returns the maximum.'),
  describeFunction('$min(numbers)', 'number', 'Returns the minimum.'),
  describeFunction('$average(numbers)', 'number', 'Returns the mean.'),
  describeFunction('$count(list)', 'number', 'Returns the number of items.'),
  describeFunction('$append(list, list)', 'list', 'Concatenates two lists.'),
  describeFunction(
    '$sort(list, function?)',
    'list',
    'Sorts; a function returns true if its first item comes after the second.',
  ),
  describeFunction('$reverse(list)', 'list', 'Reverses the order.'),
  describeFunction('$shuffle(list)', 'list', 'Shuffles the items; the order is the same when the run is repeated.'),
  describeFunction('$distinct(list)', 'list', 'Removes duplicates.'),
  describeFunction('$zip(list, …)', 'list', 'Returns lists of the first items, of the second items, and so on.'),
  describeFunction(
    '$boolean(value)',
    'boolean',
    'Returns false for no value, null, 0, and an empty text, list or object.',
  ),
  describeFunction('$not(value)', 'boolean', 'Returns the opposite of $boolean.'),
  describeFunction('$exists(value)', 'boolean', 'Checks whether there is a value.'),
  describeFunction('$keys(object)', 'list', 'Returns the keys of an object.'),
  describeFunction('$lookup(object, key)', 'any', 'Returns the value for a key that is computed.'),
  describeFunction('$spread(object)', 'list', 'Splits an object into objects with a single key.'),
  describeFunction('$merge(objects)', 'object', 'Merges objects; later values replace earlier ones.'),
  describeFunction('$sift(object, function)', 'object', 'Keeps the entries for which a function returns true.'),
  describeFunction('$each(object, function)', 'list', 'Returns the results of a function for each value and key.'),
  describeFunction(
    '$type(value)',
    'text',
    'Returns "string", "number", "boolean", "null", "array", "object" or "function".',
  ),
  describeFunction('$map(list, function)', 'list', 'Returns the results of a function for each item.'),
  describeFunction('$filter(list, function)', 'list', 'Keeps the items for which a function returns true.'),
  describeFunction(
    '$single(list, function?)',
    'any',
    'Returns the only item that matches; fails if there is not exactly one.',
  ),
  describeFunction(
    '$reduce(list, function, start?)',
    'any',
    'Combines all items: the function gets the result so far and an item.',
  ),
  describeFunction('$error(message?)', 'any', 'Fails with a message.'),
  describeFunction('$assert(condition, message?)', 'any', 'Fails if the condition is false.'),
  describeFunction('$clone(value)', 'any', 'Returns a copy.'),
  describeFunction(
    '$now(picture?, zone?)',
    'text',
    'Returns the start time of the node as ISO text or formatted with a picture.',
  ),
  describeFunction('$millis()', 'number', 'Returns the start time of the node in milliseconds since 1970.'),
  describeFunction('$fromMillis(number, picture?, zone?)', 'text', 'Formats a time.'),
  describeFunction('$toMillis(text, picture?)', 'number', 'Parses a time; returns milliseconds since 1970.'),
]
