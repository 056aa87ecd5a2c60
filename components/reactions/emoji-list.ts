/** The reactions that are wanted most often, in the order in which they are offered. */
export const quickEmojis = ['👍', '❤️', '😂', '🎉', '👀', '✅'] as const;

/**
 * What one reacts with at work, by the words that one looks for: a few hundred of the thousands there are. One a line, so
 * that whoever misses one can add it.
 */
const lines = `
👍 thumbs up yes agree good like +1
👎 thumbs down no disagree bad -1
❤️ red heart love
😂 joy laugh tears funny
🎉 party popper celebrate hooray tada
👀 eyes look see watching
✅ check done yes ok
🙏 thanks pray please folded hands
🚀 rocket ship launch deploy fast
🔥 fire hot lit
💯 hundred perfect score
👏 clap applause well done
🙌 raised hands praise hooray
💪 muscle strong flex
🤔 thinking hmm wonder
😀 grinning happy smile
😃 smiley happy
😄 smile happy eyes
😁 beaming grin
😅 sweat smile relief phew
🤣 rolling laughing rofl
😊 blush warm smile
🙂 slight smile
🙃 upside down silly
😉 wink
😍 heart eyes love
🥰 smiling hearts adore
😘 kiss
😎 cool sunglasses
🤓 nerd glasses
🧐 monocle inspect
🤩 star struck wow
🥳 partying birthday
😏 smirk
😒 unamused
😞 disappointed sad
😔 pensive sad
😟 worried
😕 confused
🙁 frown sad
☹️ frowning sad
😢 cry tear sad
😭 sob crying loud
😤 huff steam
😠 angry
😡 rage red angry
🤬 swearing cursing
🤯 mind blown exploding head
😳 flushed surprised
😱 scream shock fear
😨 fearful
😰 anxious sweat
🤗 hug
🤭 giggle oops hand over mouth
🤫 quiet shush secret
🤥 lying nose
😶 no mouth speechless
😐 neutral
😑 expressionless
😬 grimace awkward
🙄 eye roll
😴 sleeping tired zzz
🤤 drool
😪 sleepy
🤒 sick thermometer
🤕 hurt bandage
🤢 nauseated
🤮 vomit
🤧 sneeze
🥵 hot heat
🥶 cold freezing
🥴 woozy
😵 dizzy
🤠 cowboy
😇 angel halo innocent
🤡 clown
👻 ghost boo
💀 skull dead
👽 alien
🤖 robot bot agent machine
💩 poop
🙈 see no evil monkey
🙉 hear no evil monkey
🙊 speak no evil monkey
💔 broken heart
🧡 orange heart
💛 yellow heart
💚 green heart
💙 blue heart
💜 purple heart
🖤 black heart
🤍 white heart
💕 two hearts
✨ sparkles shiny new clean
⭐ star
🌟 glowing star
💫 dizzy star
💥 boom collision crash
💢 anger
💦 sweat drops
💨 dash fast wind
💤 zzz sleep
👋 wave hello bye hi
🤚 raised back of hand
✋ raised hand stop
🖐️ hand five
🖖 vulcan
👌 ok hand
🤌 pinched fingers
🤏 pinching small bit
✌️ victory peace two
🤞 crossed fingers luck hope
🤟 love you gesture
🤘 rock on horns
🤙 call me shaka
👈 left point
👉 right point
👆 up point above this
👇 down point below
☝️ index up one
✊ raised fist
👊 fist bump punch
🤝 handshake deal agreement
✍️ writing hand note
💅 nail polish
🫡 salute yes sir
🫶 heart hands
🫠 melting
🫢 gasp
🫣 peeking
🤷 shrug dunno
🤦 facepalm
🙋 raising hand me question
🙆 ok gesture
🙅 no gesture
💁 info tipping hand
🏃 running run
🚶 walking
💃 dance
🕺 dancing
🧑‍💻 technologist coder developer laptop
🧑‍🔧 mechanic fix
🧑‍🚀 astronaut
🕵️ detective investigate
👷 construction worker building
🐶 dog
🐱 cat
🐭 mouse
🐰 rabbit
🦊 fox
🐻 bear
🐼 panda
🦁 lion
🐸 frog
🐵 monkey
🐔 chicken
🐧 penguin
🦉 owl
🦄 unicorn
🐝 bee
🐛 bug insect defect
🦋 butterfly
🐌 snail slow
🐞 ladybug bug
🐢 turtle slow
🐍 snake python
🐙 octopus
🦀 crab rust
🐳 whale docker
🐋 whale
🐘 elephant postgres
🦕 dinosaur
🌱 seedling grow start
🌳 tree
🌵 cactus
🍀 clover luck
🌈 rainbow
☀️ sun sunny
🌤️ sun cloud
☁️ cloud
🌧️ rain
⛈️ storm thunder
❄️ snow cold freeze
☃️ snowman
🌊 wave water sea
🌍 earth world
🌙 moon night
⚡ lightning fast power zap
🍎 apple
🍌 banana
🍉 watermelon
🍓 strawberry
🍋 lemon
🥑 avocado
🌶️ pepper hot
🍕 pizza
🍔 burger
🍟 fries
🌮 taco
🍣 sushi
🍜 noodles
🍿 popcorn watching drama
🍩 donut
🍪 cookie
🎂 cake birthday
🍰 cake
🍫 chocolate
☕ coffee break tea
🍵 tea
🍺 beer
🍻 cheers beers
🥂 cheers toast champagne
🍷 wine
🍾 champagne bottle
⚽ football soccer
🏀 basketball
🎾 tennis
🏆 trophy win
🥇 gold medal first
🥈 silver medal second
🥉 bronze medal third
🎯 target bullseye direct hit
🎲 dice random
🎮 game
🧩 puzzle piece
🎨 art palette design
🎬 clapper film
🎤 microphone
🎧 headphones
🎵 music note
🎸 guitar
🎁 gift present
🎈 balloon
🚗 car
🚕 taxi
🚌 bus
🚲 bicycle
✈️ plane flight travel
🚢 ship sea release
⚓ anchor harbor
⛵ sailboat
🏠 house home
🏢 office
🏗️ construction building
🏖️ beach holiday vacation
⌚ watch
📱 phone mobile
💻 laptop computer
🖥️ desktop screen
⌨️ keyboard
🖱️ mouse
🖨️ printer
💾 floppy save disk
💿 disc
📷 camera photo
📹 video
🔍 search magnifier find
🔎 search look
💡 idea light bulb
🔦 torch
📖 book read
📚 books docs
📝 memo note write
✏️ pencil edit
📌 pin
📎 paperclip attach
🔗 link chain
✂️ scissors cut
🗑️ bin trash delete
📁 folder
📂 open folder
📄 page document
📊 chart bar numbers
📈 chart up growth increase
📉 chart down decrease
📅 calendar date
⏰ alarm clock time
⏳ hourglass waiting time
⌛ hourglass done
⏱️ stopwatch timer
🔔 bell notify
🔕 bell off mute
📢 announce loudspeaker
📣 megaphone
💬 speech comment talk
💭 thought
📧 e-mail mail
📦 package box ship
📬 mailbox
🔒 lock secure closed
🔓 unlock open
🔑 key secret
🛡️ shield protect security
🔨 hammer build
🛠️ tools fix
🔧 wrench fix config
⚙️ gear settings
🧰 toolbox
🧪 test tube experiment
🔬 microscope
🧹 broom clean
🧯 extinguisher incident
🚒 fire engine incident
🚨 siren alert urgent
🚧 construction work in progress wip
🛑 stop sign
⛔ no entry
🚫 forbidden no
❌ cross no wrong
⭕ circle
❗ exclamation important
❓ question
⁉️ what
⚠️ warning caution
☑️ checkbox done
✔️ check mark
➕ plus add
➖ minus
➡️ arrow right next
⬅️ arrow left back
⬆️ arrow up
⬇️ arrow down
🔄 refresh again retry
🔁 repeat loop
🔀 shuffle merge
▶️ play start
⏸️ pause
⏹️ stop
⏩ fast forward
⏪ rewind rollback
🆕 new
🆗 ok
🆒 cool
🆘 sos help
🔴 red circle
🟠 orange circle
🟡 yellow circle
🟢 green circle
🔵 blue circle
🟣 purple circle
⚫ black circle
⚪ white circle
🟥 red square
🟨 yellow square
🟩 green square
🏁 finish flag chequered done
🚩 red flag warning
🏳️ white flag surrender
🏴‍☠️ pirate flag
🏳️‍🌈 rainbow flag pride
0️⃣ zero
1️⃣ one first
2️⃣ two second
3️⃣ three third
4️⃣ four
5️⃣ five
🔟 ten
💰 money bag
💸 money wings expensive
💳 card payment
🧾 receipt invoice bill
⚖️ balance law fair
🧠 brain smart
👂 ear listening
👑 crown king queen
💎 gem diamond
🎓 graduate learn
🪄 magic wand
🔮 crystal ball future
🧊 ice
🕯️ candle
🪦 grave rip dead
⚰️ coffin dead
🤐 zipper mouth secret
🥲 smile tear
🥹 holding back tears touched
😌 relieved
😋 yum tasty
😜 wink tongue
🤪 zany crazy
😈 devil smiling
🥺 pleading
🫥 dotted invisible
🤨 raised eyebrow doubt
😮 open mouth surprised wow
😲 astonished wow
😯 hushed
🥱 yawn bored
`;

export interface Emoji {
  emoji: string;
  /** The words by which it is found; the first few are its name. */
  words: string;
}

export const emojis: readonly Emoji[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const space = line.indexOf(' ');
    return { emoji: line.slice(0, space), words: line.slice(space + 1) };
  });

/** Those whose words begin with each of the words that were typed; first those whose name does. */
export function findEmojis(query: string): readonly Emoji[] {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  const found = emojis.filter(({ words }) => wanted.every((word) => ` ${words}`.includes(` ${word}`)));
  const isNamed = ({ words }: Emoji) => words.startsWith(wanted.join(' '));
  return [...found.filter(isNamed), ...found.filter((one) => !isNamed(one))];
}
