"""What is being decided near me: proposals, meetings, votes; an opinion in one tap, ratings by slip."""
