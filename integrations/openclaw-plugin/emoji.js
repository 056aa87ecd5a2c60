// @ts-check

/** @type {Record<string, string>} What models write instead of the character. */
const names = {
  '+1': '👍',
  thumbsup: '👍',
  thumbs_up: '👍',
  '-1': '👎',
  thumbsdown: '👎',
  thumbs_down: '👎',
  heart: '❤️',
  tada: '🎉',
  eyes: '👀',
  fire: '🔥',
  rocket: '🚀',
  joy: '😂',
  smile: '😄',
  thinking: '🤔',
  thinking_face: '🤔',
  ok_hand: '👌',
  pray: '🙏',
  clap: '👏',
  white_check_mark: '✅',
  check: '✅',
  x: '❌',
  warning: '⚠️',
};

/**
 * @param {string} said A character, or its name with or without colons.
 * @returns {string}
 */
export function emojiIn(said) {
  const word = said.trim();
  return names[word.replace(/^:|:$/g, '').toLowerCase()] ?? word;
}
