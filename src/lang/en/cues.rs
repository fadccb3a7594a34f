//! The cue lexicon: reporting verbs with their forms, classes and frames, read from `lexicon/cues.txt`.
//!
//! A cue is a lemma together with its frame: `say` before a clause reports speech, before a noun phrase it
//! seldom does. The file's head explains its columns. Nothing here looks at a text.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::inflect;
use super::particle::Particle;
use super::word_key::{ByWord, exact, folded};
use crate::index::Index;
use crate::options::ExtraCue;
use crate::quote::CueClass;

/// What may stand beside a cue, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Frames(pub u32);

/// The frames' names in lexicon and rules, in the order of their bits.
#[rustfmt::skip]
pub const FRAMES: [&str; 26] = [
    "quote", "clause", "that", "wh", "np", "addr", "addr-inf", "inf", "ing", "as", "pred", "raise",
    // What is nearly always reported speech, marked with `!` in the file.
    "sure-quote", "sure-clause", "sure-that", "sure-wh", "sure-np", "sure-addr", "sure-addr-inf", "sure-inf",
    "sure-ing", "sure-as", "sure-pred",
    // Not in the file: the verb is one of manner, which speaks only with a direct quotation; one of belief; one
    // with which documents say something.
    "manner", "attitude", "document-verb",
];

impl Frames {
    pub const QUOTE: Frames = Frames::known("quote");
    pub const CLAUSE: Frames = Frames::known("clause");
    pub const THAT: Frames = Frames::known("that");
    pub const NOUN_PHRASE: Frames = Frames::known("np");
    pub const ADDRESSEE: Frames = Frames::known("addr");
    pub const RAISE: Frames = Frames::known("raise");
    pub const SURE_QUOTE: Frames = Frames::known("sure-quote");
    pub const SURE_THAT: Frames = Frames::known("sure-that");
    pub const MANNER: Frames = Frames::known("manner");

    /// The frame of a name that there is, for constants.
    const fn known(name: &str) -> Frames {
        let mut bit = 0;
        while exact(FRAMES[bit]) != exact(name) {
            bit += 1;
        }
        Frames(1 << bit)
    }

    /// The frame of that name.
    pub fn named(name: &str) -> Option<Frames> {
        FRAMES.iter().position(|f| *f == name).map(|bit| Frames(1 << bit))
    }

    /// Whether every frame of `other` is among these.
    pub fn has(self, other: Frames) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Where a preposition that a verb governs stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// Directly behind the verb: `complained of delays`.
    Verb,
    /// Behind an object: `accused the council of neglect`.
    Object,
}

/// One reporting verb.
#[derive(Clone, Debug)]
pub struct Cue {
    /// Dictionary form, with its particle: `point out`.
    pub lemma: Cow<'static, str>,
    /// The particle alone, perhaps empty.
    pub particle: Particle,
    pub class: CueClass,
    /// Frames in which it often reports.
    pub frames: Frames,
    /// The prepositions whose phrases are its content, and where they stand.
    governs: Vec<(Behind, String)>,
    /// Which set of frames it has among those in use; what stands on the tape.
    pub frame_set: u8,
}

/// The frames that an entry such as `that!` or `quote?` of the file stands for.
///
/// A frame that seldom reports is none, save the quotation: one beside a verb speaks for itself.
fn read_frame(entry: &str) -> Result<Frames, String> {
    let name = entry.trim_end_matches(['!', '?']);
    let frame = Frames::named(name).ok_or_else(|| format!("there is no frame `{name}`"))?;
    let sure = Frames::named(&format!("sure-{name}")).unwrap_or_default();
    Ok(match &entry[name.len()..] {
        "!" => Frames(frame.0 | sure.0),
        "?" if name != "quote" => Frames::default(),
        _ => frame,
    })
}

impl Cue {
    /// Whether the phrase of this preposition, in lower case, is its content where it stands there.
    pub fn governs(&self, behind: Behind, preposition: &str) -> bool {
        self.governs.iter().any(|(place, word)| *place == behind && word == preposition)
    }

    /// Whether the subject of an infinitive behind it is content too: `she seems to know`, `is said to know`.
    pub fn is_raising(&self) -> bool {
        self.frames.has(Frames::RAISE)
    }

    /// Whether it governs a preposition behind an object.
    pub fn governs_behind_object(&self) -> bool {
        self.governs.iter().any(|(place, _)| *place == Behind::Object)
    }
}

/// All cues.
#[derive(Default)]
pub struct CueLexicon {
    cues: Vec<Cue>,
    /// Every verb form, in lower case.
    forms: ByWord<Form>,
    /// The cues that verb forms may be, one form's behind the other's; of each those with a particle first.
    of_forms: Vec<u16>,
    /// The sets of frames in use.
    sets: Vec<Frames>,
}

/// A verb form.
#[derive(Clone, Copy)]
struct Form {
    /// The first of its cues in [`CueLexicon::of_forms`], and how many there are.
    first: u32,
    count: u16,
    /// Whether it usually has a quotation beside it, were it not in -ing.
    is_usual: bool,
}

impl CueLexicon {
    /// Reads the lexicon file.
    ///
    /// # Panics
    /// On a malformed line. The file is part of the program, and a test reads it.
    pub fn parse(file: &'static str) -> CueLexicon {
        let mut lexicon = CueLexicon::default();
        let mut forms = Vec::new();
        for (number, line) in file.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                lexicon.add_line(line, &mut forms).unwrap_or_else(|e| panic!("cues.txt:{}: {e}", number + 1));
            }
        }
        lexicon.index(forms);
        lexicon
    }

    /// Lists the cues by their forms, given as key and cue.
    fn index(&mut self, mut forms: Vec<(u128, u16)>) {
        // `come out against` before `come out` before `come`.
        let words = |cue: u16| self.cues[usize::from(cue)].particle.len();
        forms.sort_by_key(|(form, cue)| (*form, Reverse(words(*cue)), *cue));
        forms.dedup();
        for (at, (form, cue)) in (0..).zip(&forms) {
            let entry = self.forms.entry(*form).or_insert(Form { first: at, count: 0, is_usual: false });
            entry.count += 1;
            entry.is_usual |= is_usual(&self.cues[usize::from(*cue)]);
        }
        self.of_forms = forms.into_iter().map(|(_, cue)| cue).collect();
    }

    fn add_line(&mut self, line: &'static str, forms: &mut Vec<(u128, u16)>) -> Result<(), String> {
        let mut columns = line.split('|').map(str::trim);
        let mut column = || columns.next().ok_or("a column is missing");
        let (lemma, class, frames, irregular) = (column()?, column()?, column()?, column()?);
        let class = CueClass::from_name(class).ok_or_else(|| format!("there is no class `{class}`"))?;
        let mut often = Frames::default();
        let class_frame = match class {
            CueClass::Manner => Frames::named("manner"),
            CueClass::Attitude => Frames::named("attitude"),
            CueClass::Document => Frames::named("document-verb"),
            _ => None,
        };
        often.0 |= class_frame.map_or(0, |f| f.0);
        let mut governs = Vec::new();
        for entry in frames.split_whitespace() {
            match entry.split_once(':') {
                Some((_, preposition)) if preposition.ends_with('?') => {}
                Some(("pp", preposition)) => governs.push((Behind::Verb, preposition.to_owned())),
                Some(("obj-pp", preposition)) => governs.push((Behind::Object, preposition.to_owned())),
                Some(_) => return Err(format!("there is no frame `{entry}`")),
                None => often.0 |= read_frame(entry)?.0,
            }
        }
        self.add(lemma.into(), class, often, irregular, forms);
        self.cues.last_mut().expect("one was just added").governs = governs;
        Ok(())
    }

    /// Adds a cue, and to `forms` its forms.
    fn add(
        &mut self,
        lemma: Cow<'static, str>,
        class: CueClass,
        frames: Frames,
        irregular: &str,
        forms: &mut Vec<(u128, u16)>,
    ) {
        let frame_set = self.sets.iter().position(|set| *set == frames).unwrap_or_else(|| {
            self.sets.push(frames);
            self.sets.len() - 1
        });
        let index = self.cues.len() as u16;
        let (verb, particle) = lemma.split_once(' ').unwrap_or((&lemma, ""));
        forms.extend(inflect::verb_forms(verb, irregular).iter().map(|form| (exact(form), index)));
        let particle = Particle::new(particle);
        self.cues.push(Cue {
            lemma,
            particle,
            class,
            frames,
            governs: Vec::new(),
            frame_set: u8::try_from(frame_set).expect("fewer than 256 sets of frames are in use"),
        });
    }

    /// Whether a verb form, other than one in -ing, usually has a quotation beside it: `said`, `asks`, `whispered`.
    pub fn attributes_quotations(&self, form: &str) -> bool {
        !form.ends_with("ing") && self.forms.get(&exact(form)).is_some_and(|form| form.is_usual)
    }

    /// The keys of all verb forms, and whether one usually has a quotation beside it, were it not in -ing.
    pub fn forms(&self) -> impl Iterator<Item = (u128, bool)> {
        self.forms.iter().map(|(key, form)| (*key, form.is_usual))
    }

    /// The cues that the verb form with this key may be, phrasal ones first.
    fn candidates(&self, form: u128) -> &[u16] {
        let Some(form) = self.forms.get(&form) else { return &[] };
        &self.of_forms[form.first as usize..][..usize::from(form.count)]
    }

    /// The feature bytes of the frame sets that have `frame`.
    pub fn sets_with(&self, frame: Frames) -> Vec<u8> {
        (0..self.sets.len()).filter(|i| self.sets[*i].has(frame)).map(|i| i as u8).collect()
    }
}

/// Whether a quotation usually stands beside a verb.
fn is_usual(cue: &Cue) -> bool {
    cue.particle.is_empty() && (cue.frames.has(Frames::SURE_QUOTE) || cue.frames.has(Frames::MANNER))
}

/// The lexicon, and the verbs that a caller added for one text. Those stand before the lexicon's own.
pub struct Cues<'l> {
    lexicon: &'l CueLexicon,
    extra: CueLexicon,
}

impl<'l> Cues<'l> {
    /// The lexicon with a caller's verbs, which take the frames of `say`.
    pub fn new(lexicon: &'l CueLexicon, extra: &[ExtraCue]) -> Cues<'l> {
        let (mut own, mut forms) = (CueLexicon::default(), Vec::new());
        let say = lexicon.candidates(exact("say")).first().map(|i| &lexicon.cues[*i as usize]);
        // Numbers of cues have 16 bits. A service allows far fewer than that.
        for cue in extra.iter().take(usize::from(u16::MAX) - lexicon.cues.len()) {
            let lemma = cue.lemma.trim().to_lowercase();
            if let Some(say) = say {
                own.add(lemma.into(), cue.class, say.frames, "", &mut forms);
                own.cues.last_mut().expect("one was just added").frame_set = say.frame_set;
            }
        }
        own.index(forms);
        Cues { lexicon, extra: own }
    }

    /// Whether a verb form usually has a quotation beside it.
    pub fn attributes_quotations(&self, form: &str) -> bool {
        self.lexicon.attributes_quotations(form)
    }

    /// The cues that the verb form `form` may be, phrasal ones first, with their indices.
    pub fn candidates(&self, form: &str) -> impl Iterator<Item = (Index, &Cue)> {
        let form = folded(form);
        let extra = self.extra.candidates(form).iter().map(|i| i + self.lexicon.cues.len() as u16);
        let all = extra.chain(self.lexicon.candidates(form).iter().copied()).map(|i| Index::new(i.into()));
        all.map(|i| (i, self.cue(i)))
    }

    /// Whether a caller added verbs.
    pub fn has_extra(&self) -> bool {
        !self.extra.cues.is_empty()
    }

    /// The cue with that index.
    pub fn cue(&self, index: Index) -> &Cue {
        let index = index.get();
        self.lexicon.cues.get(index).unwrap_or_else(|| &self.extra.cues[index - self.lexicon.cues.len()])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon() -> CueLexicon {
        CueLexicon::parse(include_str!("lexicon/cues.txt"))
    }

    fn lemmas<'c>(cues: &'c Cues, form: &str) -> Vec<&'c str> {
        cues.candidates(form).map(|(_, cue)| &*cue.lemma).collect()
    }

    #[test]
    fn forms_lead_to_their_lemmas() {
        let lexicon = lexicon();
        let cues = Cues::new(&lexicon, &[]);
        assert!(lexicon.cues.len() > 200);
        assert_eq!(lemmas(&cues, "said"), ["say"]);
        assert_eq!(lemmas(&cues, "criticised"), ["criticise"]);
        assert!(lemmas(&cues, "pointing").contains(&"point out"));
        assert!(lemmas(&cues, "quipped") == ["quip"] && lemmas(&cues, "Replies").contains(&"reply"));
        assert_eq!(lemmas(&cues, "walnut"), [""; 0]);
    }

    #[test]
    fn frames_part_what_lemmas_alone_cannot() {
        let lexicon = lexicon();
        let cues = Cues::new(&lexicon, &[]);
        let (_, say) = cues.candidates("say").next().unwrap();
        assert!(say.frames.has(Frames::named("clause").unwrap()) && !say.frames.has(Frames::named("np").unwrap()));
    }

    #[test]
    fn entries_of_the_file_stand_for_frames() {
        let names = |entry: &str| {
            let frames = read_frame(entry).unwrap();
            FRAMES.into_iter().filter(|name| frames.has(Frames::named(name).unwrap())).collect::<Vec<_>>()
        };
        assert_eq!(names("that!"), ["that", "sure-that"]);
        assert_eq!(names("quote?"), ["quote"]);
        assert_eq!(names("np?"), [""; 0]);
        assert!(read_frame("thta").is_err());
    }

    #[test]
    fn prepositions_are_governed_where_the_file_says() {
        let lexicon = lexicon();
        let cues = Cues::new(&lexicon, &[]);
        let (_, accuse) = cues.candidates("accused").next().unwrap();
        assert!(accuse.governs(Behind::Object, "of") && !accuse.governs(Behind::Verb, "of"));
    }

    #[test]
    fn a_callers_verb_is_inflected() {
        let lexicon = lexicon();
        let cues = Cues::new(&lexicon, &[ExtraCue { lemma: "Avouch".into(), class: CueClass::Claim }]);
        assert_eq!(lemmas(&cues, "avouched"), ["avouch"]);
        assert_eq!(cues.candidates("avouches").next().unwrap().1.class, CueClass::Claim);
    }
}
