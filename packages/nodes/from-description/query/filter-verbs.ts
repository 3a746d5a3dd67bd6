export const filterVerbs =
  /\b(?:filter\w*|keep|only|just|nur|leave (?:\w+ )?out|lass\w* .*weg|weglassen|ignor\w*|skip\w*|leaving (?:\w+ )?out|dropping|restrict\w*|behalt\w*|exclude|excluding|ausschlies\w*|discard\w*|omit\w*|drop|delete|remove|throw (?:out|away)|take out|get rid of|entfern\w*|losch\w*|raus\w*|herausfilter\w*|aussortier\w*|verw[ie]rf\w*|select rows|rows (?:where|with|that)|zeilen,? (?:mit|bei|in|wo))\b/

export const removalVerbs =
  /\b(?:(?:ohne|without) (?:the |die |all |alle )?(?:rows|entries|records|zeilen|eintrage|datensatze)|remove|leave (?:\w+ )*out|lass\w* .*weg|weglassen|ignor\w*|skip\w*|drop|delete|exclude|excluding|discard\w*|omit\w*|leaving (?:\w+ )*out|leaving out|dropping|filter out|throw (?:out|away)|take out|get rid of|kick out|entfern\w*|losch\w*|ausschlies\w*|verw[ie]rf\w*|raus\w*|herausfilter\w*|aussortier\w*|weg(?:werfen|fallen|nehmen)|rausnehmen|streich\w*)\b/
