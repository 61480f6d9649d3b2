//! Expressions: the formula of a computed KPI.

use super::kpi::KpiId;

/// A formula over KPIs: `complaints / customers * 1000`.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// A finite number.
    Number(f64),
    /// Another KPI of the same subject and period.
    Kpi(KpiId),
    /// Two formulas joined.
    Binary {
        /// The left one.
        left: Box<Expression>,
        /// How they are joined.
        operator: Operator,
        /// The right one.
        right: Box<Expression>,
    },
    /// A formula with its sign turned.
    Negative(Box<Expression>),
}

/// How two formulas are joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// Why a text is not a formula: what was wrong and at which byte of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAnExpression {
    /// The byte where it went wrong; the text's length when it ended too early.
    pub at: usize,
    /// What would have been right there.
    pub expected: &'static str,
}

/// Deeper nesting is refused, so that no formula can exhaust the stack.
const MAX_DEPTH: usize = 64;

impl Expression {
    /// Reads a formula of numbers, KPI ids, `+ - * /` and brackets; `*` and `/` bind tighter, all from left to right.
    ///
    /// ```
    /// use plaudit::model::Expression;
    /// let formula = Expression::parse("1 + 6 / 3").unwrap();
    /// assert_eq!(formula.value(&|_| None), Some(3.0));
    /// ```
    pub fn parse(text: &str) -> Result<Self, NotAnExpression> {
        let mut parser = Parser { text, at: 0 };
        let expression = parser.sum(0)?;
        parser.skip_spaces();
        if parser.at < text.len() {
            return Err(parser.expected("an operator or the end"));
        }
        Ok(expression)
    }

    /// The formula's value; `None` when a value is missing or a division by zero makes it undefined.
    pub fn value(&self, of: &dyn Fn(&KpiId) -> Option<f64>) -> Option<f64> {
        let value = match self {
            Self::Number(number) => *number,
            Self::Kpi(id) => of(id)?,
            Self::Negative(inner) => -inner.value(of)?,
            Self::Binary { left, operator, right } => {
                let (left, right) = (left.value(of)?, right.value(of)?);
                match operator {
                    Operator::Add => left + right,
                    Operator::Subtract => left - right,
                    Operator::Multiply => left * right,
                    Operator::Divide if right == 0.0 => return None,
                    Operator::Divide => left / right,
                }
            }
        };
        value.is_finite().then_some(value)
    }

    /// Every KPI the formula names, in reading order, repeated ones repeated.
    pub fn kpis(&self) -> Vec<&KpiId> {
        match self {
            Self::Number(_) => Vec::new(),
            Self::Kpi(id) => vec![id],
            Self::Negative(inner) => inner.kpis(),
            Self::Binary { left, right, .. } => {
                let mut kpis = left.kpis();
                kpis.extend(right.kpis());
                kpis
            }
        }
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl Parser<'_> {
    fn sum(&mut self, depth: usize) -> Result<Expression, NotAnExpression> {
        let mut left = self.product(depth)?;
        while let Some(operator) = self.operator(&[(b'+', Operator::Add), (b'-', Operator::Subtract)]) {
            let right = self.product(depth)?;
            left = join(left, operator, right);
        }
        Ok(left)
    }

    fn product(&mut self, depth: usize) -> Result<Expression, NotAnExpression> {
        let mut left = self.factor(depth)?;
        while let Some(operator) = self.operator(&[(b'*', Operator::Multiply), (b'/', Operator::Divide)]) {
            let right = self.factor(depth)?;
            left = join(left, operator, right);
        }
        Ok(left)
    }

    fn factor(&mut self, depth: usize) -> Result<Expression, NotAnExpression> {
        if depth > MAX_DEPTH {
            return Err(self.expected("fewer brackets"));
        }
        self.skip_spaces();
        let rest = &self.text.as_bytes()[self.at..];
        match rest.first() {
            Some(b'(') => {
                self.at += 1;
                let inner = self.sum(depth + 1)?;
                self.skip_spaces();
                if self.text.as_bytes().get(self.at) != Some(&b')') {
                    return Err(self.expected("`)`"));
                }
                self.at += 1;
                Ok(inner)
            }
            Some(b'-') => {
                self.at += 1;
                Ok(Expression::Negative(Box::new(self.factor(depth + 1)?)))
            }
            Some(byte) if byte.is_ascii_digit() || *byte == b'.' => {
                let length = rest.iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
                // An id may begin with a digit, so letters that follow make it one.
                let word = rest.iter().take_while(|byte| is_word(**byte)).count();
                if word > length {
                    return self.kpi(word);
                }
                let number = self.text[self.at..self.at + length].parse().map_err(|_| self.expected("a number"))?;
                self.at += length;
                Ok(Expression::Number(number))
            }
            Some(byte) if is_word(*byte) => {
                let length = rest.iter().take_while(|byte| is_word(**byte)).count();
                self.kpi(length)
            }
            _ => Err(self.expected("a number, a KPI or `(`")),
        }
    }

    fn kpi(&mut self, length: usize) -> Result<Expression, NotAnExpression> {
        let id = KpiId::new(&self.text[self.at..self.at + length]).ok_or_else(|| self.expected("a KPI id"))?;
        self.at += length;
        Ok(Expression::Kpi(id))
    }

    fn operator(&mut self, operators: &[(u8, Operator)]) -> Option<Operator> {
        self.skip_spaces();
        let byte = *self.text.as_bytes().get(self.at)?;
        let (_, operator) = operators.iter().find(|(sign, _)| *sign == byte)?;
        self.at += 1;
        Some(*operator)
    }

    fn skip_spaces(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        self.at += rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    }

    fn expected(&self, expected: &'static str) -> NotAnExpression {
        NotAnExpression { at: self.at, expected }
    }
}

fn join(left: Expression, operator: Operator, right: Expression) -> Expression {
    Expression::Binary { left: Box::new(left), operator, right: Box::new(right) }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_bind_tighter_and_run_from_the_left() {
        check("2 + 3 * 4", Some(14.0));
        check("12 / 3 / 2", Some(2.0));
        check("(2 + 3) * -4", Some(-20.0));
        check("a / b * 1000", Some(500.0));
    }

    #[test]
    fn a_gap_or_a_division_by_zero_gives_a_gap() {
        check("a / missing", None);
        check("a / (b - 2)", None);
    }

    #[test]
    fn what_is_not_a_formula_says_where() {
        for (text, at) in [("", 0), ("a +", 3), ("a b", 2), ("(a", 2), ("a ^ 2", 2), ("1.2.3", 0), ("A", 0)] {
            assert_eq!(Expression::parse(text).unwrap_err().at, at, "{text}");
        }
        assert!(Expression::parse(&"(".repeat(100_000)).is_err());
        assert!(Expression::parse(&"-".repeat(100_000)).is_err());
    }

    #[track_caller]
    fn check(text: &str, expected: Option<f64>) {
        let value = |id: &KpiId| match id.as_str() {
            "a" => Some(1.0),
            "b" => Some(2.0),
            _ => None,
        };
        assert_eq!(Expression::parse(text).unwrap().value(&value), expected, "{text}");
    }
}
