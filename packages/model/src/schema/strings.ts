import { text } from './description.js';
import { ARGUMENT, AT_CREATION, ATTRIBUTE_VALUE, COMMAND, ON_HOST, STRING_ITEM, VARIABLE } from './resolutions.js';

/** Texts that several objects share. Spec: 7 and the sections named below. */

/** @spec TS-4.4.1-characters TS-4.4.1-first-character TS-7.1-characters TS-7.1-first-character */
export const IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*';

/**
 * 7.1. The specification says "latin alphanumeric"; like every known runtime we read that as ASCII.
 * @spec TS-7.1-characters TS-7.1-first-character TS-7.1-min-length TS-7.1-max-length
 */
export const identifier = text({
  min: 1,
  max: 'identifierLength',
  pattern: { source: `^${IDENTIFIER}$`, what: 'consist of letters, digits and underscores and not start with a digit' },
});

/** 7.2 @spec TS-7.2-characters TS-7.2-line-ends TS-7.2-min-length TS-7.2-max-length */
export const description = text({ min: 1, max: 'descriptionLength', characters: 'noControlButSpace' });

/** 1.1.1 @spec TS-1.1.1-characters TS-1.1.1-min-length */
export const jobName = text({ min: 1, max: 'jobNameLength', characters: 'noControl', resolves: AT_CREATION });

/** 1.1.2 @spec TS-1.1.2-pattern RFC0002-name */
export const extensionName = text({
  min: 'extensionNameMinLength',
  max: 'extensionNameLength',
  pattern: { source: '^[A-Z_0-9]+$', what: 'consist of capitals, digits and underscores' },
});

/** 2.5 @spec TS-2.5-characters TS-2.5-min-length */
export const jobParameterStringValue = text({ max: 'jobParameterStringLength' });

/** 2.6 @spec TS-2.6-characters TS-2.6-min-length */
export const userInterfaceLabel = text({ min: 1, max: 'userInterfaceLabelLength', characters: 'noControl' });

/** 2.8 @spec TS-2.8-values TS-2.8-excluded-characters TS-2.8-min-length */
export const fileFilterPattern = text({
  min: 1,
  max: 'fileFilterPatternLength',
  pattern: {
    source: '^\\*(?:\\.(?:\\*|[^\\p{Cc}\\\\\\/*?\\[\\]#%&\\{\\}<>$!\'":@`\\|=]+))?$',
    what: 'be "*", "*.*" or "*." and a file extension',
  },
});

/** 3.1 @spec TS-3.1-characters TS-3.1-length */
export const stepName = text({ min: 1, max: 'stepNameLength', characters: 'noControl' });

/** 4.1 @spec TS-4.1-characters TS-4.1-min-length TS-4.1-max-length */
export const environmentName = text({ min: 1, max: 'environmentNameLength', characters: 'noControl' });

/**
 * 3.3.1.1. The listing does not mark the name as a format string, and the specification's own suite resolves it as one;
 * no name that is valid as it stands has braces in it.
 * @spec TS-3.3.1.1-length TS-3.3.1.1-pattern
 */
export const amountCapabilityName = text({
  min: 1,
  max: 'capabilityNameLength',
  resolves: AT_CREATION,
  pattern: {
    source: `^(?:${IDENTIFIER}:)?[Aa][Mm][Oo][Uu][Nn][Tt](?:\\.${IDENTIFIER})+$`,
    what: 'be of the form "amount.<name>", with an optional "<vendor>:" in front',
  },
});

/** 3.3.2.1. A format string, as the name of an amount is. @spec TS-3.3.2.1-length TS-3.3.2.1-pattern */
export const attributeCapabilityName = text({
  min: 1,
  max: 'capabilityNameLength',
  resolves: AT_CREATION,
  pattern: {
    source: `^(?:${IDENTIFIER}:)?[Aa][Tt][Tt][Rr](?:\\.${IDENTIFIER})+$`,
    what: 'be of the form "attr.<name>", with an optional "<vendor>:" in front',
  },
});

/** 3.3.2.2 @spec TS-3.3.2.2-length TS-3.3.2.2-characters TS-3.3.2.2-start */
export const attributeCapabilityValue = text({
  min: 1,
  max: 'attributeValueLength',
  resolves: ATTRIBUTE_VALUE,
  pattern: {
    source: '^[A-Za-z_][A-Za-z0-9_\\-]*$',
    what: 'consist of letters, digits, "_" and "-" and start with a letter or "_"',
  },
});

/** 3.4.2 @spec TS-3.4.2-format-string TS-3.4.2-any-character TS-3.4.2-min-length */
export const taskParameterStringValue = text({ min: 1, max: 'taskParameterStringLength', resolves: STRING_ITEM });

/** 4.4.1 @spec TS-4.4.1-characters TS-4.4.1-min-length TS-4.4.1-max-length TS-4.4.1-first-character */
export const environmentVariableName = text({
  min: 1,
  max: 'environmentVariableNameLength',
  pattern: { source: `^${IDENTIFIER}$`, what: 'consist of letters, digits and underscores and not start with a digit' },
});

/** 4.4.2 @spec TS-4.4.2-characters TS-4.4.2-min-length TS-4.4.2-max-length */
export const environmentVariableValue = text({
  max: 'environmentVariableValueLength',
  resolves: VARIABLE,
  asWritten: true,
});

/** 5.1 @spec TS-5.1-characters TS-5.1-length TS-5.1-no-maximum */
export const commandString = text({ min: 1, characters: 'noControl', resolves: COMMAND });

/**
 * 5.2. By its letters an argument has no control character, and line ends only with EXPR. Every known runtime takes line
 * ends without it, and so does the specification's own suite; templates in use pass scripts to `python -c` this way.
 * @spec TS-5.2-characters TS-5.2-length TS-5.2-no-maximum
 */
export const argString = text({ characters: 'noControlButLineEnds', resolves: ARGUMENT });

/** 6.1.1 @spec TS-6.1.1-min-length TS-6.1.1-max-length TS-6.1.1-characters TS-6.1-filename */
export const filename = text({
  min: 1,
  max: 'filenameLength',
  pattern: { source: '^(?!\\.{1,2}$)[^\\/\\\\\\u0000]+$', what: 'be a file name without directories' },
});

/** 6.1.2 @spec TS-6.1.2 */
export const dataString = text({ min: 1, resolves: ON_HOST });
