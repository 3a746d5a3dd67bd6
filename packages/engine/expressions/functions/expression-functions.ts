/** A function that expressions can call, as listed in completions and help. @internal */
export interface ExpressionFunction {
  /** The name, including the `$`. */
  name: string
  /** The signature, such as `$substring(text, start, length?)`. */
  signature: string
  /** The return type. */
  returnType: 'text' | 'number' | 'boolean' | 'list' | 'object' | 'any'
  description: string
}

const defineFunction = (
  signature: string,
  returnType: ExpressionFunction['returnType'],
  description: string,
): ExpressionFunction => ({
  name: signature.slice(0, signature.indexOf('(')),
  signature,
  returnType,
  description,
})

/** All JSONata functions except `$eval`, which is removed. @internal */
export const expressionFunctions: readonly ExpressionFunction[] = [
  defineFunction('$string(value, prettify?)', 'text', 'Converts a value to text; objects and lists become JSON.'),
  defineFunction('$length(text)', 'number', 'Returns the number of characters.'),
  defineFunction(
    '$substring(text, start, length?)',
    'text',
    'Returns a substring; a negative start counts from the end.',
  ),
  defineFunction('$substringBefore(text, separator)', 'text', 'Returns the text before the first separator.'),
  defineFunction('$substringAfter(text, separator)', 'text', 'Returns the text after the first separator.'),
  defineFunction('$uppercase(text)', 'text', 'Converts to uppercase.'),
  defineFunction('$lowercase(text)', 'text', 'Converts to lowercase.'),
  defineFunction(
    '$trim(text)',
    'text',
    'Removes leading and trailing whitespace and collapses other whitespace to single spaces.',
  ),
  defineFunction('$pad(text, width, char?)', 'text', 'Pads to a width; a negative width pads on the left.'),
  defineFunction('$contains(text, pattern)', 'boolean', 'Checks for a substring or a match of a regular expression.'),
  defineFunction('$split(text, separator, limit?)', 'list', 'Splits the text at a separator.'),
  defineFunction('$join(list, separator?)', 'text', 'Joins the items of a list into a single string.'),
  defineFunction(
    '$match(text, pattern, limit?)',
    'list',
    'Returns the matches of a regular expression: match, index, groups.',
  ),
  defineFunction('$replace(text, pattern, replacement, limit?)', 'text', 'Replaces the matches of a pattern.'),
  defineFunction('$base64encode(text)', 'text', 'Encodes as Base64.'),
  defineFunction('$base64decode(text)', 'text', 'Decodes Base64.'),
  defineFunction('$encodeUrlComponent(text)', 'text', 'Encodes a URL component.'),
  defineFunction('$encodeUrl(text)', 'text', 'Encodes a URL.'),
  defineFunction('$decodeUrlComponent(text)', 'text', 'Decodes a URL component.'),
  defineFunction('$decodeUrl(text)', 'text', 'Decodes a URL.'),
  defineFunction('$number(value)', 'number', 'Converts text to a number; true is 1, false is 0.'),
  defineFunction('$abs(number)', 'number', 'Returns the absolute value.'),
  defineFunction('$floor(number)', 'number', 'Rounds down to an integer.'),
  defineFunction('$ceil(number)', 'number', 'Rounds up to an integer.'),
  defineFunction('$round(number, digits?)', 'number', 'Rounds a number; ties go to the even digit.'),
  defineFunction('$power(base, exponent)', 'number', 'Raises a number to a power.'),
  defineFunction('$sqrt(number)', 'number', 'Returns the square root.'),
  defineFunction('$random()', 'number', 'Returns a random number from 0 to 1, the same when the run is repeated.'),
  defineFunction(
    '$formatNumber(number, picture, options?)',
    'text',
    'Formats a number with a picture such as "#,##0.00".',
  ),
  defineFunction('$formatBase(number, base?)', 'text', 'Formats an integer in another base.'),
  defineFunction(
    '$formatInteger(number, picture)',
    'text',
    'Formats an integer: "w" for words, "I" for Roman numerals.',
  ),
  defineFunction('$parseInteger(text, picture)', 'number', 'Parses an integer that is formatted with a picture.'),
  defineFunction('$sum(numbers)', 'number', 'Returns the sum.'),
  defineFunction('$max(numbers)', 'number', 'Returns the maximum.'),
  defineFunction('$min(numbers)', 'number', 'Returns the minimum.'),
  defineFunction('$average(numbers)', 'number', 'Returns the mean.'),
  defineFunction('$count(list)', 'number', 'Returns the number of items.'),
  defineFunction('$append(list, list)', 'list', 'Concatenates two lists.'),
  defineFunction(
    '$sort(list, function?)',
    'list',
    'Sorts a list; the function returns true if its first argument comes after the second.',
  ),
  defineFunction('$reverse(list)', 'list', 'Reverses the order.'),
  defineFunction('$shuffle(list)', 'list', 'Shuffles the items; the order is the same when the run is repeated.'),
  defineFunction('$distinct(list)', 'list', 'Removes duplicates.'),
  defineFunction('$zip(list, …)', 'list', 'Returns lists of the first items, of the second items, and so on.'),
  defineFunction(
    '$boolean(value)',
    'boolean',
    'Returns false for a missing value, null, 0, and an empty string, list or object.',
  ),
  defineFunction('$not(value)', 'boolean', 'Returns the opposite of $boolean.'),
  defineFunction('$exists(value)', 'boolean', 'Checks whether a value exists.'),
  defineFunction('$keys(object)', 'list', 'Returns the keys of an object.'),
  defineFunction('$lookup(object, key)', 'any', 'Returns the value for a computed key.'),
  defineFunction('$spread(object)', 'list', 'Splits an object into objects with a single key.'),
  defineFunction('$merge(objects)', 'object', 'Merges objects; later values replace earlier ones.'),
  defineFunction('$sift(object, function)', 'object', 'Keeps the entries for which a function returns true.'),
  defineFunction('$each(object, function)', 'list', 'Returns the results of a function for each value and key.'),
  defineFunction(
    '$type(value)',
    'text',
    'Returns "string", "number", "boolean", "null", "array", "object" or "function".',
  ),
  defineFunction('$map(list, function)', 'list', 'Returns the results of a function for each item.'),
  defineFunction('$filter(list, function)', 'list', 'Keeps the items for which a function returns true.'),
  defineFunction(
    '$single(list, function?)',
    'any',
    'Returns the only item that matches; fails if there is not exactly one.',
  ),
  defineFunction(
    '$reduce(list, function, start?)',
    'any',
    'Combines all items: the function receives the result so far and an item.',
  ),
  defineFunction('$error(message?)', 'any', 'Fails with a message.'),
  defineFunction('$assert(condition, message?)', 'any', 'Fails if the condition is false.'),
  defineFunction('$clone(value)', 'any', 'Returns a copy.'),
  defineFunction(
    '$now(picture?, zone?)',
    'text',
    'Returns the start time of the node in ISO 8601 format or formatted with a picture.',
  ),
  defineFunction('$millis()', 'number', 'Returns the start time of the node in milliseconds since 1970.'),
  defineFunction('$fromMillis(number, picture?, zone?)', 'text', 'Formats a time.'),
  defineFunction('$toMillis(text, picture?)', 'number', 'Parses a time; returns milliseconds since 1970.'),
]
