import { escapeUnshowable, quoteText, shortenText } from '@openjd/expr';
import type { ErrorCode, YAMLParseError } from 'yaml';
import type { ReadFault } from './problem.js';

/** Words for the parser's faults. `found` is the text at the fault. */
const WORDS: Readonly<Partial<Record<ErrorCode, { readonly message: string; readonly hint?: string }>>> = {
  ALIAS_PROPS: { message: 'an alias cannot have an anchor or a tag' },
  BAD_ALIAS: { message: 'an anchor or alias needs a name', hint: 'quote the text if "*" or "&" belongs to it' },
  BAD_DIRECTIVE: { message: 'this directive is not one of YAML', hint: 'quote the text if "%" belongs to it' },
  BAD_DQ_ESCAPE: {
    message: 'this is no escape sequence of double-quoted text',
    hint: 'write \\\\ for a backslash, or use single quotes, which know no escapes',
  },
  BAD_INDENT: {
    message: 'this line is not indented as its neighbours are',
    hint: 'align it with the lines of the same list or map',
  },
  BAD_PROP_ORDER: { message: 'an anchor or tag must stand after the indicator' },
  BAD_SCALAR_START: { message: 'text without quotes cannot start with this character', hint: 'put the text in quotes' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a second ": " stands in this line',
    hint: 'quote the text if the colon belongs to it, or start the inner map on a line of its own',
  },
  BLOCK_IN_FLOW: { message: 'a list or map in brackets cannot hold one written by indentation' },
  MULTILINE_IMPLICIT_KEY: {
    message: 'a ":" is missing in this line, or a quote around its text',
  },
  MULTIPLE_ANCHORS: { message: 'a value can have one anchor only' },
  MULTIPLE_TAGS: { message: 'a value can have one tag only' },
  TAB_AS_INDENT: { message: 'a tab is used to indent', hint: 'use spaces' },
  KEY_OVER_1024_CHARS: { message: 'a key must not be longer than 1024 characters' },
  TAG_RESOLVE_FAILED: { message: 'this value does not fit its tag', hint: 'remove the tag' },
  BAD_COLLECTION_TYPE: { message: 'this value does not fit its tag', hint: 'remove the tag' },
};

/**
 * Turns a fault of the `yaml` package into ours, in words that need no knowledge of YAML's grammar. `unclosed` says where
 * the last bracket or quote is that nothing closes: the package tells only where it gave up.
 */
export function yamlFault(text: string, error: YAMLParseError, unclosed: () => number | undefined): ReadFault {
  const [start, end] = error.pos;
  if (error.code === 'RESOURCE_EXHAUSTION') {
    return { code: 'DOCUMENT_TOO_DEEP', message: 'lists and maps are nested too deep', start, end };
  }
  const isBracket = error.message.includes('end with');
  const isQuote = error.message.startsWith('Missing closing');
  const words = (isBracket ? undefined : WORDS[error.code]) ?? specialWords(text, error);
  const opening = isBracket || isQuote ? unclosed() : undefined;
  if (opening !== undefined) return { code: 'INVALID_YAML', start: opening, end: opening + 1, ...words };
  return { code: 'INVALID_YAML', start, end: Math.max(end, start + 1), ...words };
}

function specialWords(text: string, error: YAMLParseError): { message: string; hint?: string } {
  const message = error.message;
  const [start] = error.pos;
  if (message.startsWith('Missing closing')) {
    return {
      message: 'this quoted text has no closing quote',
      hint: 'a quote inside the text must be escaped or of the other kind',
    };
  }
  if (message.startsWith('Implicit map keys need')) {
    return {
      message: 'a ":" is missing after this key',
      hint: 'write "key: value"; text that is no key needs the list or the quotes around it',
    };
  }
  if (message.startsWith('Sequence item without')) return { message: 'an item of this list does not start with "- "' };
  if (message.startsWith('Missing ,')) return { message: 'a "," is missing between two items' };
  if (message.startsWith('Missing space after')) return { message: 'a space is missing after ":"' };
  if (message.startsWith('Comments must'))
    return { message: 'a space is missing before "#"', hint: 'quote the text if "#" belongs to it' };
  if (message.includes('to end of') || message.includes('end with')) {
    return {
      message: 'this list or map in brackets is not closed',
      hint: 'add the closing bracket, or quote the text if the bracket belongs to it',
    };
  }
  const found = text.slice(start, start + 1);
  if (found === '') return { message: 'the text ends in the middle of a value' };
  if (message.startsWith('Unexpected'))
    return { message: `unexpected ${quoteText(found)}`, hint: 'quote the text if this character belongs to it' };
  return { message: escapeUnshowable(shortenText(message.charAt(0).toLowerCase() + message.slice(1))) };
}
