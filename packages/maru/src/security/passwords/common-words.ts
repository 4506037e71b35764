/**
 * What people choose most when they are asked for a password, as bare lower-case words: those that every published
 * count of leaked passwords has near its top, names of people, teams, seasons and keys of the keyboard, in English and
 * as Koreans type them. Digits and signs around a word, and digits in the place of its letters, are taken off before.
 */
export const commonWords: ReadonlySet<string> = new Set(
  `password passwort passwd pass passcode passphrase secret private hidden security secure login logon signin signup
  admin administrator adminadmin root toor system superuser super user username guest default temp temporary test tester
  testing testtest demo example sample change changeme changeit letmein letmeinnow openup opensesame access accessdenied
  welcome welcomeback hello helloworld hellohello hi hey goodbye bye please thankyou thanks sorry whatever nothing
  something anything everything nobody somebody iloveyou iloveu loveyou lovely lover lovers love loveme lovelove
  ihateyou fuckyou fuckoff fuckme fuck asshole bullshit shit bitch sexy sex
  qwerty qwertyu qwertyui qwertyuiop qwert qwer qwerqwer qwertyqwerty qweasd qweasdzxc qazwsx qazwsxedc qaz wsx zaq zaqxsw
  asdf asdfg asdfgh asdfghj asdfghjk asdfghjkl asdasd asdfasdf zxc zxcv zxcvb zxcvbn zxcvbnm zxczxc qwe qweqwe asd
  azerty azertyuiop qwertz qwertzuiop dvorak poiuytrewq lkjhgfdsa mnbvcxz qqww wasd
  abc abcd abcde abcdef abcdefg abcdefgh abcabc aabbcc xyz xyzzy aaa bbb ccc xxx zzz
  dragon monkey tiger lion eagle falcon phoenix wolf shark bear panda kitty kitten cat cats dog dogs doggy puppy horse
  pony bunny rabbit mouse turtle dolphin butterfly bird chicken cookie cookies banana apple orange cherry lemon peach
  strawberry chocolate pepper ginger coffee cheese pizza icecream candy sugar honey sweet sweety sweetie sweetheart
  sunshine moonlight starlight rainbow summer winter spring autumn january february march april june july august
  september october november december monday tuesday wednesday thursday friday saturday sunday weekend holiday christmas
  football baseball basketball soccer hockey tennis golf golfer cricket rugby softball volleyball swimming skate
  arsenal chelsea liverpool everton barcelona realmadrid juventus milan manchester manutd united city celtic rangers
  yankees lakers cowboys steelers packers eagles broncos redsox raiders dodgers patriots tigers bears
  batman superman spiderman ironman hulk joker pokemon pikachu starwars starwar skywalker yoda matrix gandalf hobbit
  frodo harrypotter hogwarts potter naruto sasuke goku dragonball mario luigi zelda minecraft fortnite roblox callofduty
  counterstrike starcraft warcraft worldofwarcraft league legends leagueoflegends overwatch blizzard diablo gamer gaming
  michael jordan michelle jessica jennifer ashley amanda daniel david robert thomas andrew anthony charlie george
  william joshua matthew jonathan christopher richard joseph samantha nicole hannah sophie olivia emma emily sarah laura
  maria anna andrea alexander alexandra alex maggie buster hunter ranger killer harley shadow master mustang ferrari
  porsche mercedes toyota honda yamaha suzuki corvette camaro bmw audi lamborghini
  princess prince queen king angel angels baby babygirl babyboy girl boy daddy mommy mother father family friend friends
  forever together freedom liberty peace happy happiness smile lucky luck success winner champion money cash million
  dollar gold silver diamond crystal pearl ruby purple yellow green black white blue red pink
  computer internet server network wifi router modem windows microsoft apple google facebook instagram twitter youtube
  amazon netflix samsung nokia iphone android linux ubuntu oracle cisco database mysql postgres redis docker kubernetes
  company office business manager work job school college university student teacher doctor
  trustno trustnoone nopassword mypassword thispassword yourpassword newpassword oldpassword password passwordpassword
  master mastermaster flower flowers jesus jesuschrist god heaven blessed blessing faith hope grace church
  america american england london paris france germany berlin canada australia japan tokyo china korea korean seoul busan
  india mexico brazil russia moscow italy spain portugal newyork california texas florida chicago boston
  thunder lightning storm rocket racing speed turbo nitro rock rocknroll metallica nirvana eminem beatles guitar music
  dance party whiskey vodka tequila beer marlboro cocacola pepsi
  correcthorsebatterystaple
  tkfkdgo tkfkd qlalfqjsgh qkrwltjd rlawltn dkssud dkssudgktpdy sarang saranghae annyeong annyeonghaseyo daehanminguk
  hanguk minsu jisoo minji bangtan bts blackpink kimchi naver kakao daum`
    .split(/\s+/)
    .filter(Boolean),
)
