/**
 * The CSS colours that Overlane can check, so that a wrong colour is an error and never ignored.
 */

const NAMED = new Set(
  (
    'aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown ' +
    'burlywood cadetblue chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan ' +
    'darkgoldenrod darkgray darkgreen darkgrey darkkhaki darkmagenta darkolivegreen darkorange darkorchid ' +
    'darkred darksalmon darkseagreen darkslateblue darkslategray darkslategrey darkturquoise darkviolet ' +
    'deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen fuchsia gainsboro ' +
    'ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki ' +
    'lavender lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow ' +
    'lightgray lightgreen lightgrey lightpink lightsalmon lightseagreen lightskyblue lightslategray ' +
    'lightslategrey lightsteelblue lightyellow lime limegreen linen magenta maroon mediumaquamarine ' +
    'mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen mediumturquoise ' +
    'mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab ' +
    'orange orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru ' +
    'pink plum powderblue purple rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown ' +
    'seagreen seashell sienna silver skyblue slateblue slategray slategrey snow springgreen steelblue tan ' +
    'teal thistle tomato transparent turquoise violet wheat white whitesmoke yellow yellowgreen'
  ).split(' '),
)

const HEX = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i
const CHANNEL = String.raw`[+-]?(?:\d*\.\d+|\d+)`
const ALPHA = `${CHANNEL}%?`
const RGB = new RegExp(
  String.raw`^rgba?\(\s*(?:` +
    `${CHANNEL}\\s*,\\s*${CHANNEL}\\s*,\\s*${CHANNEL}(?:\\s*,\\s*${ALPHA})?|` +
    `${CHANNEL}%\\s*,\\s*${CHANNEL}%\\s*,\\s*${CHANNEL}%(?:\\s*,\\s*${ALPHA})?|` +
    `${CHANNEL}%?\\s+${CHANNEL}%?\\s+${CHANNEL}%?(?:\\s*/\\s*${ALPHA})?` +
    String.raw`)\s*\)$`,
  'i',
)
const HSL = new RegExp(
  String.raw`^hsla?\(\s*(?:` +
    `${CHANNEL}(?:deg)?\\s*,\\s*${CHANNEL}%\\s*,\\s*${CHANNEL}%(?:\\s*,\\s*${ALPHA})?|` +
    `${CHANNEL}(?:deg)?\\s+${CHANNEL}%\\s+${CHANNEL}%(?:\\s*/\\s*${ALPHA})?` +
    String.raw`)\s*\)$`,
  'i',
)

/**
 * Whether the text is a CSS colour: a name, `#rgb`, `#rrggbb` (with alpha too), `rgb()`, `hsl()`.
 */
export function isColor(text: string): boolean {
  return NAMED.has(text.toLowerCase()) || HEX.test(text) || RGB.test(text) || HSL.test(text)
}
